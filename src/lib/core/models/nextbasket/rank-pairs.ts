import { CandidateFinder } from './candidates.js';
import type { Queries, World } from './candidates.js';
import { pairColumns } from './features.js';
import { PairScorer } from './pair-scorer.js';
import type { PairMix } from './pair-scorer.js';

export interface RankTask {
	readonly world: World;
	readonly queries: Queries;
	readonly model: PairMix;
	/** Products a customer. */
	readonly top: number;
	/** [products] in which order those that are no candidates follow. */
	readonly popular: Int32Array;
	/** [products] */
	readonly logOrders: Float32Array;
}

/** Pairs that are scored at once. */
const BATCH = 8192;

/** [customers × top] products, best first; -1 where there are no more. */
export function rankPairs({ world, queries, model, top, popular, logOrders }: RankTask): Int32Array {
	const out = new Int32Array(queries.customers.length * top).fill(-1);
	const columns = pairColumns.length;
	const scorer = new PairScorer(model);
	const x = new Float32Array(BATCH * columns);
	const product = new Int32Array(BATCH);
	const ends: number[] = [];
	const seen = new Int32Array(world.histories.products).fill(-1);
	let rows = 0;
	let first = 0;
	const flush = () => {
		const score = scorer.score(x.subarray(0, rows * columns), rows);
		if (model.popular > 0) score.forEach((own, r) => (score[r] = (1 - model.popular) * own + model.popular * model.slope * logOrders[product[r]]));
		ends.forEach((end, i) => {
			const begin = i === 0 ? 0 : ends[i - 1];
			const order = Array.from({ length: end - begin }, (_, r) => begin + r);
			order.sort((a, b) => score[b] - score[a] || product[a] - product[b]);
			const row = first + i;
			let count = 0;
			const place = (p: number) => {
				if (count === top || seen[p] === row) return;
				seen[p] = row;
				out[row * top + count++] = p;
			};
			for (const r of order) place(product[r]);
			for (let j = 0; j < popular.length && count < top; j++) place(popular[j]);
		});
		first += ends.length;
		ends.length = 0;
		rows = 0;
	};
	new CandidateFinder(world, queries).each((_, candidates, write) => {
		if (rows + candidates.length > BATCH) flush();
		for (const p of candidates) {
			product[rows] = p;
			write(p, x, rows++ * columns);
		}
		ends.push(rows);
	});
	flush();
	return out;
}
