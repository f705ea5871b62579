import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { logisticLoss } from '../trees/logistic.js';
import type { PairModel } from './boosting.js';
import { baseOf } from './network.js';
import { INPUTS, scaleOf, writeInput } from './network-input.js';
import type { Pairs } from './pairs.js';
import { PairScorer } from './pair-scorer.js';
import type { PairMix } from './pair-scorer.js';
import { shareFloats, sharedFloats } from './shared.js';
import { runTasks } from './tasks.js';

/** Networks that are trained, and how much they may count. */
const NETWORKS = 2;
const SHARES = [0, 0.25, 0.5, 0.75, 1];

/**
 * Networks beside the trees, over the same pairs. They count as much as the watched pairs' loss is lowest with, nothing
 * included; half where nobody watches.
 */
export async function mixPairs(
	trees: PairModel,
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
	const networks = await runTasks(pool, 'nextbasket.network', tasks, work);
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
	const counts = joined(watched, 'weight');
	const losses = SHARES.map((share) => logisticLoss(ofTrees.map((m, r) => (1 - share) * (base + m) + share * ofNetworks[r]), answer, counts));
	return { ...mix, share: SHARES[losses.indexOf(Math.min(...losses))] };
}

function joined(pairs: readonly Pairs[], key: 'label' | 'weight'): Float32Array {
	const out = new Float32Array(pairs.reduce((sum, part) => sum + part.rows, 0));
	pairs.reduce((at, part) => (out.set(part[key], at), at + part.rows), 0);
	return out;
}
