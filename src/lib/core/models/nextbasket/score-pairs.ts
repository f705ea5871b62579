import { CandidateFinder } from './candidates.js';
import type { Queries, World } from './candidates.js';
import { pairColumns } from './features.js';
import { PairScorer } from './pair-scorer.js';
import type { PairMix } from './pair-scorer.js';

export interface ScoreTask {
	readonly world: World;
	readonly queries: Queries;
	readonly model: PairMix;
	/** [products] */
	readonly logOrders: Float32Array;
}

/** Candidates of some customers: those of the r-th are the rows from ends[r - 1] to ends[r] - 1. */
export interface Scored {
	readonly ends: Int32Array;
	readonly product: Int32Array;
	/** Log-odds, but for what is the same for all of a customer's candidates. */
	readonly score: Float64Array;
}

/** Pairs that are scored at once. */
const BATCH = 8192;

/** Scores every candidate of the customers who are asked for. */
export function scorePairs({ world, queries, model, logOrders }: ScoreTask): Scored {
	const columns = pairColumns.length;
	const scorer = new PairScorer(model);
	const x = new Float32Array(BATCH * columns);
	const ends: number[] = [];
	const products: number[] = [];
	const scores: number[] = [];
	let rows = 0;
	const flush = () => {
		const from = scores.length;
		scorer.score(x.subarray(0, rows * columns), rows).forEach((own, r) => {
			const { popular, slope } = model;
			scores.push(popular > 0 ? (1 - popular) * own + popular * slope * logOrders[products[from + r]] : own);
		});
		rows = 0;
	};
	new CandidateFinder(world, queries).each((_, candidates, write) => {
		if (rows + candidates.length > BATCH) flush();
		for (const p of candidates) {
			products.push(p);
			write(p, x, rows++ * columns);
		}
		ends.push(products.length);
	});
	flush();
	return { ends: Int32Array.from(ends), product: Int32Array.from(products), score: Float64Array.from(scores) };
}
