import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import type { PairModel } from './boosting.js';
import { baseOf } from './network.js';
import { INPUTS, scaleOf, writeInput } from './network-input.js';
import type { Pairs } from './pairs.js';
import { PairScorer } from './pair-scorer.js';
import type { PairMix } from './pair-scorer.js';
import { shareFloats, sharedFloats } from './shared.js';
import { runTasks } from './tasks.js';

/** Networks that are trained, and how much they may count: where they lead by so many standard errors. */
const NETWORKS = 2;
const SHARES = [0.25, 0.5, 0.75, 1];
const SURE = 2;

/**
 * Networks beside the trees, over the same pairs, trained while the trees grow. They count as much as the watched pairs' loss is lowest with,
 * for nothing unless it is surely lower then; half where nobody watches.
 */
export async function mixPairs(
	growing: PairModel | Promise<PairModel>,
	pairs: readonly Pairs[],
	watched: readonly Pairs[],
	seed: string,
	work: Work,
	pool: TaskPool
): Promise<PairMix> {
	const pause = breather(work.signal);
	const rows = pairs.reduce((sum, part) => sum + part.rows, 0);
	const columns = INPUTS / 2;
	const scale = scaleOf(pairs);
	const inputs = sharedFloats(rows * INPUTS);
	let row = 0;
	for (const part of pairs) {
		await pause();
		for (let r = 0; r < part.rows; r++, row++) writeInput(scale, part.x, r * columns, inputs, row * INPUTS);
	}
	const label = shareFloats(joined(pairs, 'label'));
	const weight = shareFloats(joined(pairs, 'weight'));
	const tasks = Array.from({ length: NETWORKS }, (_, i) => ({ inputs, label, weight, seed: `${seed}/${i}` }));
	const [trees, networks] = await Promise.all([growing, runTasks(pool, 'nextbasket.network', tasks, work)]);
	const mix = { trees, networks, scale, share: 0.5 };
	const answer = joined(watched, 'label');
	if (!answer.some((y) => y > 0)) return mix;
	const [ofTrees, ofNetworks] = [new Float32Array(answer.length), new Float32Array(answer.length)];
	const scorers = [new PairScorer({ ...mix, share: 0 }), new PairScorer({ ...mix, share: 1 })];
	let at = 0;
	for (const { x, rows: count } of watched) {
		await pause();
		ofTrees.set(scorers[0].score(x, count), at);
		ofNetworks.set(scorers[1].score(x, count), at);
		at += count;
	}
	const base = baseOf(label, weight);
	const customers = watched.flatMap(({ customer }) => [...customer]);
	const counts = joined(watched, 'weight');
	const losses = (share: number) => customerLosses(ofTrees.map((m, r) => (1 - share) * (base + m) + share * ofNetworks[r]), answer, counts, customers);
	return { ...mix, share: surelyLowest(losses(0), SHARES.map((share) => ({ share, losses: losses(share) }))) };
}

/** Cross-entropy of each customer's pairs, summed; customers in the order in which they come. */
function customerLosses(margin: Float32Array, label: Float32Array, weight: Float32Array, customers: readonly number[]): number[] {
	const sums = new Map<number, number>();
	customers.forEach((c, r) => {
		const m = margin[r];
		const loss = Math.max(m, 0) - label[r] * m + Math.log1p(Math.exp(-Math.abs(m)));
		sums.set(c, (sums.get(c) ?? 0) + weight[r] * loss);
	});
	return [...sums.values()];
}

/** The share with the lowest loss of those that lead by SURE standard errors of the paired difference; 0 where none does. */
function surelyLowest(alone: readonly number[], tried: readonly { readonly share: number; readonly losses: readonly number[] }[]): number {
	let best = { share: 0, lead: 0 };
	for (const { share, losses } of tried) {
		const leads = alone.map((loss, i) => loss - losses[i]);
		const lead = leads.reduce((a, b) => a + b, 0) / leads.length;
		const error = Math.sqrt(leads.reduce((sum, d) => sum + (d - lead) ** 2, 0) / Math.max(1, leads.length - 1) / leads.length);
		if (lead > SURE * error && lead > best.lead) best = { share, lead };
	}
	return best.share;
}

function joined(pairs: readonly Pairs[], key: 'label' | 'weight'): Float32Array {
	const out = new Float32Array(pairs.reduce((sum, part) => sum + part.rows, 0));
	pairs.reduce((at, part) => (out.set(part[key], at), at + part.rows), 0);
	return out;
}
