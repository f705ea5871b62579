import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { binInto, findBins } from '../trees/bin.js';
import type { BoostedPart } from '../trees/boosted.js';
import { baseMargin } from '../trees/boost-rows.js';
import type { Labels } from '../trees/boost-rows.js';
import { boostArena, boostInPool, shareTable } from '../trees/pooled.js';
import { runJobs } from '../trees/run.js';
import type { Binned, Bins, GrowBoosted, Trees } from '../trees/types.js';
import { pairColumns } from './features.js';
import type { Pairs } from './pairs.js';
import { sharedBytes } from './shared.js';

/** Boosted trees over pairs; the score of a pair is the mean over the members. */
export interface PairModel {
	readonly bins: Bins;
	readonly members: readonly Trees[];
}

const kinds = pairColumns.map(() => 'number' as const);

type Pause = () => Promise<void> | undefined;

/** Pairs one under the other in bins, which are found from them. */
async function findAndBin(pairs: readonly Pairs[], pause: Pause): Promise<Binned> {
	const edges: Float32Array[] = [];
	const bins: Bins = { kinds, edges, codes: pairColumns.map(() => new Uint8Array(0)) };
	return binPairs(bins, pairs, pause, (column) => edges.push(findBins([column], ['number']).edges[0]));
}

/** Pairs one under the other, in bins that were found before, or by `see` of each column. */
async function binPairs(bins: Bins, pairs: readonly Pairs[], pause: Pause, see?: (column: Float32Array) => void): Promise<Binned> {
	const rows = pairs.reduce((sum, part) => sum + part.rows, 0);
	const data = sharedBytes(rows * pairColumns.length);
	for (let c = 0; c < pairColumns.length; c++) {
		const column = columnOf(pairs, c);
		see?.(column);
		binInto(bins, c, column, data.subarray(c * rows, (c + 1) * rows));
		await pause();
	}
	return { rows, bins, data };
}

function columnOf(pairs: readonly Pairs[], c: number): Float32Array {
	const rows = pairs.reduce((sum, part) => sum + part.rows, 0);
	const out = new Float32Array(rows);
	const width = pairColumns.length;
	let to = 0;
	for (const { x, rows: count } of pairs) for (let r = 0, from = c; r < count; r++, from += width) out[to++] = x[from];
	return out;
}

export const joined = (pairs: readonly Pairs[], key: 'label' | 'weight'): Float32Array => {
	const out = new Float32Array(pairs.reduce((sum, part) => sum + part.rows, 0));
	let at = 0;
	for (const part of pairs) {
		out.set(part[key], at);
		at += part.rows;
	}
	return out;
};

/** Trees that one task grows. */
const STEP = 25;

export interface BoostingOptions {
	readonly members: number;
	readonly depth: number;
	readonly rate: number;
	readonly trees: number;
	readonly seed: string;
}

/** What was grown: the model as it did best on the watched pairs, and all trees of each member, with how many of them did best. */
export interface BoostedPairs {
	readonly model: PairModel;
	readonly all: readonly Trees[];
	readonly best: readonly number[];
}

/**
 * Lays labelled pairs out for boosted trees, and returns how to grow them, of several seeds side by side; each stops where the
 * watched pairs' loss does, or has `trees` where nobody watches. Leaves are held against the mean worth of a hit, which the labels
 * are scaled by.
 */
export async function prepareBoosting(
	pairs: readonly Pairs[],
	watchedPairs: readonly Pairs[],
	{ members, depth, rate, trees, seed }: BoostingOptions,
	{ report, signal }: Work,
	pool: TaskPool
): Promise<() => Promise<BoostedPairs>> {
	const pause = breather(signal);
	report({ stage: 'nextbasket/boosting', done: 0, total: members * trees });
	const binned = await findAndBin(pairs, pause);
	const { bins } = binned;
	const label: Labels = joined(pairs, 'label');
	const weight = joined(pairs, 'weight');
	const watched = watchedPairs.some((part) => part.label.some((y) => y > 0))
		? { binned: await binPairs(bins, watchedPairs, pause), label: joined(watchedPairs, 'label'), weight: joined(watchedPairs, 'weight') }
		: undefined;
	const bought = label.filter((y) => y > 0);
	const worth = bought.reduce((sum, y) => sum + y, 0) / Math.max(1, bought.length);
	const options: GrowBoosted = {
		...{ depth, rate, trees, minGain: 0, rowShare: 0.5, columnShare: 0.5 },
		...{ lambda: 5 * worth, minChild: 30 * worth, patience: watched ? 20 : 0, trainLoss: 'last' }
	};
	const arena = boostArena(pool, binned.rows + (watched?.binned.rows ?? 0), bins, options);
	const { table } = shareTable(watched ? [binned, watched.binned] : [binned], arena);
	const grown: { readonly trees: Trees; readonly all: Trees }[] = [];
	const done = new Float64Array(members);
	const jobs = Array.from({ length: members }, (_, member) => async () => {
		const tell = (part: BoostedPart, to: number) => {
			done[member] = to;
			report({
				stage: 'nextbasket/boosting',
				done: done.reduce((a, b) => a + b, 0),
				total: members * options.trees,
				loss: part.curve.at(-1)
			});
		};
		const boosting = { table, own: { label, weight }, watched, base: baseMargin(label, weight), options, seed: `${seed}/${member}`, step: STEP };
		grown[member] = await boostInPool(pool, boosting, tell, arena);
	});
	return async () => {
		await runJobs(pool, jobs, { signal, ahead: members });
		return { model: { bins, members: grown.map((member) => member.trees) }, all: grown.map((member) => member.all), best: grown.map((member) => member.trees.start.length - 1) };
	};
}
