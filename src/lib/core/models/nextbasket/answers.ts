import type { TaskPool } from '../../parallel.js';
import type { Work } from '../../progress.js';
import type { Clock } from './clock.js';
import { widthOf } from './design.js';
import type { Space } from './design.js';
import { nextBasket } from './histories.js';
import { FOLDS } from './plan.js';
import type { Plan } from './plan.js';
import type { Moments, MomentsTask } from './ridge.js';
import type { Ridge } from './scorer.js';
import { shareIntegers } from './shared.js';
import type { Statistics } from './statistics.js';
import { runTasks } from './tasks.js';

const LAMBDA = 20;
/** Products that are regressed on, those that are bought most: at most so many, and so many scores over all customers. */
const PREDICTED = 12_000;
const SCORES = 400_000_000;

/** What is learned from answers, but for those of some folds. */
export interface Counted {
	readonly ridge: Ridge;
	readonly statistics: Statistics;
}

/** The same for each list of folds that are left out. `known`: what was counted for these lists by another clock, where that is there. */
export type CountWithout = (folds: readonly (readonly number[])[], work: Work, known?: readonly Counted[]) => Promise<Counted[]>;

/** Sums up what is regressed on, once, so that any folds can be left out. `work`: of the sums alone. */
export async function countAnswers(plan: Plan, space: Space, clock: Clock, work: Work, pool: TaskPool): Promise<CountWithout> {
	const { histories, states, fold } = plan;
	const counts = new Int32Array(histories.products);
	for (let s = 0; s < states.count; s++)
		for (const product of nextBasket(histories, states.customer[s], states.cut[s])) counts[product]++;
	const bought = [...counts.keys()].filter((p) => counts[p] > 0).sort((a, b) => counts[b] - counts[a] || a - b);
	const most = Math.min(PREDICTED, Math.max(500, Math.floor(SCORES / histories.customers)));
	const predicted = shareIntegers(bought.slice(0, most).sort((a, b) => a - b));
	const place = shareIntegers(new Int32Array(histories.products).fill(-1));
	predicted.forEach((product, at) => (place[product] = at));
	const rows = (wanted: (state: number) => boolean) => {
		const found: number[] = [];
		for (let s = 0; s < states.count; s++) if (wanted(s)) found.push(s);
		return Int32Array.from(found);
	};
	const input = (of: Int32Array): MomentsTask => ({ histories, space, clock, states, rows: of, place, predicted: predicted.length });
	const aged = rows((s) => s >= states.fresh);
	const half = aged.length >> 1;
	const fresh = Array.from({ length: FOLDS }, (_, f) => rows((s) => s < states.fresh && fold[states.customer[s]] === f));
	const parts = [aged.subarray(0, half), aged.subarray(half), ...fresh];
	const moments: Moments[] = await runTasks(pool, 'nextbasket.moments', parts.map(input), work);
	return async (folds, solving, known) => {
		const solve = (minus: readonly Moments[]) => ({ plus: moments, minus, width: widthOf(space), predicted: predicted.length, lambda: LAMBDA });
		const weights = await runTasks(pool, 'nextbasket.solve', folds.map((without) => solve(without.map((f) => moments[2 + f]))), solving);
		const counting = folds.map((without, i) => ({ histories, states, clock, fold, without, known: known?.[i].statistics }));
		const statistics = await runTasks(pool, 'nextbasket.statistics', counting, solving);
		return folds.map((_, i) => ({ ridge: { weights: weights[i], predicted }, statistics: statistics[i] }));
	};
}
