import { sayingOf } from './beside.js';
import type { Beside } from './beside.js';
import { scorePairs } from './score-pairs.js';
import type { ScoreTask } from './score-pairs.js';

export interface RankTask extends ScoreTask {
	/** Products a customer. */
	readonly top: number;
	/** [products] in which order those that are no candidates follow. */
	readonly popular: Int32Array;
	/** What a second model says of the same customers, and how much it counts. */
	readonly beside?: Beside;
}

/** [customers × top] products, best first; -1 where there are no more. */
export function rankPairs({ top, popular, beside, ...task }: RankTask): Int32Array {
	const { ends, product, score } = scorePairs(task);
	const out = new Int32Array(ends.length * top).fill(-1);
	const seen = new Int32Array(task.world.histories.products).fill(-1);
	ends.forEach((end, row) => {
		const begin = row === 0 ? 0 : ends[row - 1];
		if (beside) {
			const { share, slope, scored } = beside;
			const said = sayingOf(scored, row);
			for (let r = begin; r < end; r++) score[r] = (1 - share) * score[r] + share * slope * said(product[r]);
		}
		const order = Array.from({ length: end - begin }, (_, r) => begin + r);
		order.sort((a, b) => score[b] - score[a] || product[a] - product[b]);
		let count = 0;
		const place = (p: number) => {
			if (count === top || seen[p] === row) return;
			seen[p] = row;
			out[row * top + count++] = p;
		};
		for (const r of order) place(product[r]);
		for (let j = 0; j < popular.length && count < top; j++) place(popular[j]);
	});
	return out;
}
