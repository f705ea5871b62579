import { coalitionTable } from '../coalition-table.js';
import type { CoalitionQuestion } from '../types.js';
import type { NeighbourInputs } from './inputs.js';
import type { RememberedScores } from './remembered-scores.js';
import { scoresOf } from './terms.js';
import type { TermReader } from './terms.js';

/** Questions that differ in no more than which product of the last group stands alone. */
export interface AlikeQuestions {
	/** Groups that all questions have. */
	readonly groups: readonly Int32Array[];
	/** The columns that each question has as two more: one alone, and the others together. */
	readonly rest: Int32Array;
	readonly swaps: readonly { readonly column: number; readonly products: readonly number[] }[];
}

/** Of more products the scores of all are as soon worked out as theirs. */
const FEW = 2;

/** Questions as they are alike, or undefined where they are not, or are all the same. */
export function alikeQuestions(asked: readonly CoalitionQuestion[]): AlikeQuestions | undefined {
	if (asked.length < 2) return undefined;
	const keys = asked.map(({ groups }) => groups.map((columns) => columns.join()));
	const times = new Map<string, number>();
	for (const key of keys.flat()) times.set(key, (times.get(key) ?? 0) + 1);
	const isShared = (key: string) => times.get(key) === asked.length;
	const swaps = new Map<number, number[]>();
	let rest: Int32Array | undefined;
	for (const [i, { product, groups }] of asked.entries()) {
		const [one, other, ...more] = groups.filter((_, g) => !isShared(keys[i][g])).sort((a, b) => a.length - b.length);
		if (!other || more.length || one.length !== 1) return undefined;
		const both = Int32Array.of(...one, ...other).sort();
		rest ??= both;
		if (both.join() !== rest.join()) return undefined;
		swaps.set(one[0], [...(swaps.get(one[0]) ?? []), product]);
	}
	if (!rest) return undefined;
	return { groups: asked[0].groups.filter((_, g) => isShared(keys[0][g])), rest, swaps: Array.from(swaps, ([column, products]) => ({ column, products })) };
}

/** What looks for neighbours, weighs what they say, and remembers it. */
interface Teller {
	readonly reader: TermReader;
	readonly inputs: NeighbourInputs;
	readonly weights: Float64Array;
	readonly products: readonly string[];
	readonly remembered: RememberedScores;
}

/** Works out the scores of all coalitions of questions that are alike, as far as they are not remembered. current and baseline: as `NeighbourInputs.history`. */
export function foreseeSwapped({ reader, inputs, weights, products, remembered }: Teller, { groups, rest, swaps }: AlikeQuestions, current: Float32Array, baseline: Float32Array): void {
	const width = current.length;
	const coalitions = 2 ** groups.length;
	const table = coalitionTable(current, baseline, [...groups, rest]);
	const rowOf = (coalition: number, side: number, swap: number): Float32Array => {
		const at = (side * coalitions + coalition) * width;
		if (swap < 0) return table.subarray(at, at + width);
		const row = table.slice(at, at + width);
		const { column } = swaps[swap];
		row[column] = (side ? baseline : current)[column];
		return row;
	};
	const isMissing = (coalition: number, side: number, swap: number) => {
		const row = rowOf(coalition, side, swap);
		return swap < 0 ? !remembered.of(row) : swaps[swap].products.some((product) => Number.isNaN(remembered.one(row, product)));
	};
	const placeOf = (coalition: number, side: number, swap: number) => (2 * coalition + side) * (swaps.length + 1) + swap + 1;
	const missing = new Uint8Array(2 * coalitions * (swaps.length + 1));
	const any = new Uint8Array(coalitions);
	for (let coalition = 0; coalition < coalitions; coalition++)
		for (const side of [0, 1])
			for (let swap = -1; swap < swaps.length; swap++)
				if (isMissing(coalition, side, swap)) missing[placeOf(coalition, side, swap)] = any[coalition] = 1;
	const all = inputs.partsOf(current, baseline, [...groups, rest]);
	const parts = { groups: all.groups.slice(0, -1), common: all.common };
	const below = {
		sides: all.groups[groups.length],
		swaps: swaps.map(({ column }) => [inputs.side(baseline, Int32Array.of(column)), inputs.side(current, Int32Array.of(column))] as const)
	};
	// Who takes no part is a part of its own: neighbours are looked for once with either.
	const record = groups.findIndex((columns) => columns.some((c) => !inputs.isProduct(c)));
	for (let one = record < 0 ? 1 : 0; one < 2; one++) {
		const isOn = (coalition: number) => record < 0 || ((coalition >> record) & 1) === one;
		const asked = { any: any.map((is, coalition) => (is && isOn(coalition) ? 1 : 0)), wanted: (coalition: number, side: number, swap: number) => missing[placeOf(coalition, side, swap)] === 1 };
		if (!asked.any.includes(1)) continue;
		reader.search.nearSwapped(parts, below, inputs.selfIn(one ? current : baseline), asked, (coalition, side, swap, found) => {
			const row = rowOf(coalition, side, swap);
			const history = inputs.historyIn(row);
			const only = swap < 0 ? [] : swaps[swap].products;
			if (swap < 0 || only.length > FEW) remembered.keep(row, scoresOf(reader.termsOf(history, found), weights));
			else for (const product of only) remembered.keepOne(row, product, scoresOf(reader.termsOfOne(history, found, product), weights)[0], products.length);
		});
	}
}
