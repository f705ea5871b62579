import { Course } from '../../course.js';
import type { OrderBook } from '../../features/types.js';
import type { TaskPool } from '../../parallel.js';
import { breathe } from '../../progress.js';
import type { Work } from '../../progress.js';
import { ScoredCustomers } from './beside.js';
import { fitPairs } from './fit.js';
import { grouped } from './groups.js';
import type { Group } from './groups.js';
import { ASKED_FOR, DEPTH, askedOf, chooseGuard, mergeReference, rivalsOf } from './guard.js';
import type { Rivals } from './guard.js';
import { listsOf } from './judged.js';
import { drawLessons } from './lessons.js';
import { pastPlanOf, planOf } from './plan.js';
import type { Mode, Plan } from './plan.js';
import { answeredEnds, logOrders, popularity } from './popular.js';
import type { RankTask } from './rank-pairs.js';
import type { ScoreTask } from './score-pairs.js';
import { chooseBeside } from './shares.js';
import { queriesOf, takeSnapshots } from './snapshots.js';
import { runTasks } from './tasks.js';
import { WEIGHTS, rankWeight } from './weights.js';

export { nextBasketTasks } from './tasks.js';
export type { Mode as NextBasketMode } from './plan.js';

export interface NextBasketOptions {
	/** past-only: learns from known orders alone. train-future: from the training customers' held-out baskets, too. */
	readonly mode: Mode;
	/** Products a customer. */
	readonly top: number;
	readonly seed: number;
}

/** Ranked products: customer customers[r] of the book has products[r × top] to products[(r + 1) × top - 1], best first. */
export interface NextBasketRanking {
	readonly customers: Int32Array;
	readonly products: Int32Array;
	readonly top: number;
}

/** Customers ranked for by one task, at most. */
const GROUP = 1000;

/**
 * Ranks for every customer with a history what they will buy next: boosted trees and networks over (customer, product) pairs, whose
 * candidates and features come from the customer's own history, from neighbours, item-to-item transitions and a
 * regression on embedded histories; whatever is counted from labels is counted from other folds than the customer's own.
 * Where few held-out baskets are learned from, past orders alone are, too, and both models' log-odds are mixed.
 * Throws `rank.no_future`, `rank.too_few`, and the abort of a cancelled signal.
 */
export async function rankNextBasket(
	book: OrderBook,
	{ mode, top, seed }: NextBasketOptions,
	work: Work,
	pool: TaskPool
): Promise<NextBasketRanking> {
	const course = new Course(work, 100);
	course.part(WEIGHTS.histories).report({ stage: 'nextbasket/histories', done: 0, total: 1 });
	await breathe(work.signal);
	const plan = planOf(book, mode, seed);
	const snapshots = await takeSnapshots(plan, seed, course, pool);
	const { judges, few, fitsWeight, pastWeight, ...lessons } = await drawLessons(plan, snapshots, seed, course, pool);
	const asked = askedOf(plan, judges);
	let rivals: Promise<Rivals> | undefined;
	const meet = () => {
		rivals ??= rivalsOf(plan, asked, work);
		// Who waits for it hears of it below; after a cancel nobody does.
		rivals.catch(() => {});
		return rivals;
	};
	const { model, judged, margin: ofModel } = await fitPairs({ ...lessons, seed: `${seed}` }, course.part(fitsWeight), pool, meet);
	const pastPlan = few && mode === 'train-future' ? pastPlanOf(book, seed) : undefined;
	const past = pastPlan && (await scoreByPast(pastPlan, seed, course.part(pastWeight), pool));
	const { margin, share, slope } = past ? chooseBeside(judged, ofModel, past.ofJudged(judged)) : { margin: ofModel, share: 0, slope: 0 };

	const popular = popularity(plan);
	const guard = chooseGuard(await meet(), listsOf(judged, margin, asked, popular, DEPTH * ASKED_FOR));
	const { world, rank } = snapshots;
	const groups = grouped(plan.ranked, plan.hidden, GROUP);
	const answered = answeredEnds(plan, () => false);
	const everything = logOrders(plan.histories, plan.rankEnds.map((end, c) => Math.max(end, answered[c])));
	const ranking = course.part(rankWeight(plan.ranked.length), { stages: guard ? 2 : 1 });
	const tasks = groups.map((group): RankTask => {
		const beside = past && share > 0 ? { scored: past.of(group.customers), slope, share } : undefined;
		return { world, queries: queriesOf(rank, group), model, top: guard ? DEPTH * top : top, popular, logOrders: everything, beside };
	});
	const own = await runTasks(pool, 'nextbasket.rank', tasks, ranking);
	const lists = guard ? await mergeReference(plan, groups.map(({ customers }) => customers), own, guard, top, ranking, pool) : own;
	return collect(plan, groups, lists, popular, top);
}

/** What a model says of everybody's candidates that has learned from past orders alone, and so can be judged by any held-out basket. */
async function scoreByPast(plan: Plan, seed: number, work: Work, pool: TaskPool): Promise<ScoredCustomers> {
	const course = new Course(work, 100);
	const snapshots = await takeSnapshots(plan, seed, course, pool);
	const { fitsWeight, ...lessons } = await drawLessons(plan, snapshots, seed, course, pool);
	const { model } = await fitPairs({ ...lessons, seed: `${seed}` }, course.part(fitsWeight), pool);
	const groups = grouped(plan.ranked, plan.hidden, GROUP);
	const known = logOrders(plan.histories, plan.rankEnds);
	const tasks = groups.map((group): ScoreTask => ({ world: snapshots.world, queries: queriesOf(snapshots.rank, group), model, logOrders: known }));
	const scored = await runTasks(pool, 'nextbasket.score', tasks, course.part(rankWeight(plan.ranked.length), { as: 'nextbasket/rank' }));
	return new ScoredCustomers(groups.map(({ customers }) => customers), scored);
}

/** Everybody in the order of the book; who has no history is told what is popular. */
function collect(plan: Plan, groups: readonly Group[], lists: readonly Int32Array[], popular: Int32Array, top: number): NextBasketRanking {
	const { customers: count, products } = plan.histories;
	const width = Math.min(top, products);
	const out = new Int32Array(count * width);
	for (let c = 0; c < count; c++) out.set(popular.subarray(0, width), c * width);
	groups.forEach(({ customers }, g) =>
		customers.forEach((c, r) => out.set(lists[g].subarray(r * top, r * top + width), c * width))
	);
	return { customers: Int32Array.from({ length: count }, (_, c) => c), products: out, top: width };
}
