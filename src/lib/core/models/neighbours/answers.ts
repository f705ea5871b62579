import { coalitionTable, isMoved } from '../coalition-table.js';
import type { CoalitionQuestion, Coalitions } from '../types.js';
import { alikeQuestions, foreseeSwapped } from './foreseen.js';
import { NeighbourInputs } from './inputs.js';
import { KEPT, RememberedScores } from './remembered-scores.js';
import { scoresOf, termNames } from './terms.js';
import type { TermReader } from './terms.js';

const weightOf = (weights: Float64Array, name: (typeof termNames)[number]) => weights[termNames.indexOf(name)];

/** What a model of neighbours answers to free vectors, single ones and coalitions of two, to the bit the same. */
export class NeighbourAnswers {
	readonly inputs: NeighbourInputs;
	readonly #remembered = new RememberedScores();
	readonly #ever: boolean;

	constructor(
		readonly reader: TermReader,
		asked: ConstructorParameters<typeof NeighbourInputs>[1],
		readonly products: readonly string[],
		readonly weights: Float64Array
	) {
		this.#ever = asked.kind === 'ever';
		this.inputs = new NeighbourInputs(reader, asked, products, { pace: weightOf(weights, 'pace'), silence: weightOf(weights, 'silence') }, (end, other, columns) => this.#exchanged(end, other, columns));
	}

	/** P(buy) of one product for a vector. */
	one(product: number, vector: Float32Array): number {
		return Math.fround(probability(this.#scores(vector)[product], this.#own(vector)));
	}

	/**
	 * Coalitions as `Model.effectiveCoalitions` has them, not for `ever`. Neighbours are looked for once for all coalitions with the same
	 * history, whatever the pace and the silence.
	 */
	coalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		const { inputs } = this;
		const moved = Int32Array.from(groups.keys()).filter((g) => isMoved(groups[g], current, baseline));
		const looked = moved.filter((g) => groups[g].some((c) => inputs.isHistory(c)));
		const scores = this.#coalitionScores(product, inputs.history(current), inputs.history(baseline), Array.from(looked, (g) => groups[g]));
		const place = new Int32Array(2 ** moved.length);
		moved.forEach((g, i) => {
			const bit = looked.includes(g) ? 1 << looked.indexOf(g) : 0;
			for (let mask = 0; mask < 1 << i; mask++) place[(1 << i) + mask] = place[mask] | bit;
		});
		// What pace and silence add, at the baseline and at the current customer.
		const ends = [this.#own(baseline), this.#own(current)];
		const [pace, silence] = [inputs.pace, inputs.silence].map((column) => moved.findIndex((g) => groups[g].includes(column)));
		const sideOf = (mask: number, bit: number) => (bit < 0 ? 1 : (mask >> bit) & 1);
		const worths = Float64Array.from(place, (at, mask) =>
			Math.fround(probability(scores[at], { pace: ends[sideOf(mask, pace)].pace, silence: ends[sideOf(mask, silence)].silence }))
		);
		return { groups: moved, worths };
	}

	/** What `coalitions` is going to be asked for: worked out together, and remembered, where the questions are alike. */
	foresee(asked: readonly CoalitionQuestion[], current: Float32Array, baseline: Float32Array): void {
		const { inputs } = this;
		if (this.#ever) return;
		const looked = asked.map(({ product, groups }) => ({ product, groups: groups.filter((columns) => isMoved(columns, current, baseline) && columns.some((c) => inputs.isHistory(c))) }));
		const alike = alikeQuestions(looked);
		if (alike && 2 ** (alike.groups.length + 1) * (alike.swaps.length + 1) * (current.length + this.products.length) <= KEPT / 2)
			foreseeSwapped({ reader: this.reader, inputs, weights: this.weights, products: this.products, remembered: this.#remembered }, alike, inputs.history(current), inputs.history(baseline));
	}

	/** [2^groups] scores of a product, without pace and silence. */
	#coalitionScores(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array {
		const { inputs } = this;
		const width = current.length;
		const table = coalitionTable(current, baseline, groups);
		const rowOf = (coalition: number) => table.subarray(coalition * width, (coalition + 1) * width);
		const scores = Float64Array.from({ length: 2 ** groups.length }, (_, coalition) => this.#remembered.one(rowOf(coalition), product));
		const missing = Uint8Array.from(scores, (known) => (Number.isNaN(known) ? 1 : 0));
		if (!missing.includes(1)) return scores;
		const parts = inputs.partsOf(current, baseline, groups);
		// Who takes no part is a part of its own: neighbours are looked for once with either.
		const record = groups.findIndex((columns) => columns.some((c) => !inputs.isProduct(c)));
		for (let one = record < 0 ? 1 : 0; one < 2; one++) {
			const wanted = record < 0 ? missing : missing.map((is, coalition) => (((coalition >> record) & 1) === one ? is : 0));
			if (!wanted.includes(1)) continue;
			const self = inputs.selfIn(one ? current : baseline);
			const historyOf = (coalition: number) => inputs.historyIn(rowOf(coalition));
			this.reader.tellCoalitions(parts, self, wanted, historyOf, (coalition, terms) => {
				scores[coalition] = this.#remembered.keep(rowOf(coalition), scoresOf(terms, this.weights))[product];
			});
		}
		return scores;
	}

	/** [products] scores of a vector, without pace and silence. */
	#scores(vector: Float32Array): Float64Array {
		const row = this.inputs.history(vector);
		return this.#remembered.of(row) ?? this.#exchangedScores(row, row, new Int32Array(0))[0];
	}

	/** [1 + columns][products] scores of a row of histories, and of it with one column of another row. */
	#exchangedScores(row: Float32Array, other: Float32Array, columns: Int32Array): readonly Float64Array[] {
		const { inputs, reader, weights } = this;
		const rows = [row, ...Array.from(columns, (c) => row.with(c, other[c]))];
		const scores = rows.map((one) => this.#remembered.of(one));
		const keep = (i: number, terms: Float64Array) => (scores[i] ??= this.#remembered.keep(rows[i], scoresOf(terms, weights)));
		const missing = Int32Array.from(columns.keys()).filter((i) => !scores[i + 1]);
		const histories = rows.map((one) => inputs.historyIn(one));
		const self = inputs.selfIn(row);
		if (this.#ever) histories.forEach((history, i) => scores[i] ?? keep(i, reader.tell({ history, self, pace: reader.usual, silence: 0 }, true)));
		else if (missing.length || !scores[0]) {
			const exchanged = { product: missing.map((i) => inputs.productOf(columns[i])), count: Uint16Array.from(missing, (i) => inputs.countIn(other, columns[i])) };
			const at = (place: number) => (place < 0 ? 0 : missing[place] + 1);
			reader.tellExchanged(histories[0], self, exchanged, (place) => histories[at(place)], (place, terms) => keep(at(place), terms));
		}
		return scores.map((found) => found ?? new Float64Array(0));
	}

	/** [1 + columns][products] probabilities of a vector, and of it with one history of another vector. */
	#exchanged(vector: Float32Array, other: Float32Array, columns: Int32Array): readonly Float32Array[] {
		const own = this.#own(vector);
		const scores = this.#exchangedScores(this.inputs.history(vector), this.inputs.history(other), columns);
		return scores.map((all) => Float32Array.from(all, (score) => probability(score, own)));
	}

	/** What pace and silence add to every score of a vector. */
	#own(vector: Float32Array): Own {
		if (this.#ever) return { pace: 0, silence: 0 };
		const { pace, silence } = this.inputs.told(vector);
		return { pace: weightOf(this.weights, 'pace') * Math.log(pace / this.reader.usual), silence: weightOf(this.weights, 'silence') * Math.log1p(silence) };
	}
}

/** What a customer's own pace and silence add to the score of each product. */
interface Own {
	readonly pace: number;
	readonly silence: number;
}

const probability = (score: number, { pace, silence }: Own) => 1 / (1 + Math.exp(-(score + pace + silence)));
