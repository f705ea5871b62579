import type { OrderBook } from '../../features/types.js';
import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import type { Queries, World } from './candidates.js';
import type { Clock } from './clock.js';
import type { Space } from './design.js';
import { widthOf } from './design.js';
import { fitPairs } from './fit.js';
import type { Part } from './fit.js';
import { ASKED_FOR, DEPTH, askedOf, chooseGuard, mergeReference, rivalsOf } from './guard.js';
import { nextBasket } from './histories.js';
import { listsOf } from './judged.js';
import { hitWorth } from './metric.js';
import type { PairsTask } from './pairs.js';
import { FOLDS, planOf } from './plan.js';
import type { Mode, Plan } from './plan.js';
import { logOrders } from './popular.js';
import { inverseFrequency } from './profile.js';
import type { RankTask } from './rank-pairs.js';
import type { Moments, MomentsTask } from './ridge.js';
import type { Ridge } from './scorer.js';
import { shareIntegers } from './shared.js';
import type { Statistics } from './statistics.js';
import { runTasks } from './tasks.js';

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

const RANK = 64;
const LAMBDA = 20;
/** Products that are regressed on, those that are bought most: at most so many, and so many scores over all customers. */
const PREDICTED = 12_000;
const SCORES = 400_000_000;
/** Pairs to learn from, about, and candidates a customer. */
const PAIRS = 350_000;
const CANDIDATES = 54;

/**
 * Ranks for every customer with a history what they will buy next: boosted trees and networks over (customer, product) pairs, whose
 * candidates and features come from the customer's own history, from neighbours, item-to-item transitions and a
 * regression on embedded histories; whatever is counted from labels is counted from other folds than the customer's own.
 * Throws `rank.no_future`, `rank.too_few`, and the abort of a cancelled signal.
 */
export async function rankNextBasket(
	book: OrderBook,
	{ mode, top, seed }: NextBasketOptions,
	work: Work,
	pool: TaskPool
): Promise<NextBasketRanking> {
	work.report({ stage: 'nextbasket/histories', done: 0, total: 1 });
	const pause = breather(work.signal);
	await pause();
	const plan = planOf(book, mode, seed);
	const { histories, learnEnds, rankEnds } = plan;
	await pause();
	const idf = inverseFrequency(histories, learnEnds);
	await pause();
	const rank = Math.max(1, Math.min(RANK, Math.floor(Math.min(histories.products, histories.customers) / 2)));
	const worlds = learnEnds === rankEnds ? [learnEnds] : [learnEnds, rankEnds];
	const [[embedding], clocks, hazards] = await Promise.all([
		runTasks(pool, 'nextbasket.embedding', [{ histories, ends: learnEnds, idf, step: plan.step, rank, seed: `${seed}/embedding` }], work),
		runTasks(pool, 'nextbasket.clock', worlds.map((ends) => ({ histories, ends, step: plan.step })), work),
		runTasks(pool, 'nextbasket.hazards', worlds.map((ends) => ({ histories, ends })), work)
	]);
	const space: Space = { idf, embedding, rank };
	const world: World = { histories, space };
	// A step of one clock is another time than that of the other: what is read off a clock is learned on the same one.
	const learned: { readonly ridges: Ridge[]; readonly statistics: Statistics[] }[] = [];
	for (const clock of clocks) {
		const counted = Array.from({ length: FOLDS + 1 }, (_, f) => ({ histories, states: plan.states, clock, fold: plan.fold, without: f - 1 }));
		const ridges = await fitRidges(plan, space, clock, work, pool);
		learned.push({ ridges, statistics: await runTasks(pool, 'nextbasket.statistics', counted, work) });
	}
	const queries = ({ customers, without }: Group, now: number): Queries => ({
		customers,
		ends: worlds[now],
		hazards: hazards[now],
		clock: { logRate: clocks[now].logRate },
		ridge: learned[now].ridges[without + 1],
		statistics: learned[now].statistics[without + 1]
	});

	const keep = Math.min(1, PAIRS / (CANDIDATES * plan.learners.length));
	const tasksOf = (customers: Int32Array, share: number) =>
		grouped(customers, plan.hidden, 700).map((group) => ({
			fold: group.without,
			task: { world, queries: queries(group, 0), keep: share, seed: `${seed}/pairs` } satisfies PairsTask
		}));
	const learners = tasksOf(plan.learners, keep);
	const tasks = [...learners, ...tasksOf(plan.watchers, 1)];
	const pairs = await runTasks(pool, 'nextbasket.pairs', tasks.map(({ task }) => task), work);
	const parts = pairs.map((of, i): Part => ({ pairs: of, fold: tasks[i].fold, watches: i >= learners.length }));
	const rows = parts.reduce((sum, part) => sum + part.pairs.rows, 0);
	const judging = keep < 1 ? 0 : foldsJudging(rows);
	const allTeach = mode === 'past-only';
	const judges = judging === 0 ? plan.watchers : sorted([...plan.learners, ...plan.watchers].filter((c) => plan.hidden(c) < judging));
	const asked = askedOf(plan, judges);
	const [{ model, judged, margin }, rivals] = await Promise.all([
		fitPairs({ parts, judging, allTeach, logOrders: logOrders(histories, learnEnds), seed: `${seed}` }, work, pool),
		rivalsOf(plan, asked, work)
	]);

	const popular = popularity(plan);
	const guard = chooseGuard(rivals, listsOf(judged, margin, asked, popular, DEPTH * ASKED_FOR));
	const groups = grouped(plan.ranked, plan.hidden, 1000);
	const bought = logOrders(histories, rankEnds);
	const rankedBy = (of: readonly Group[], now: number, count: number) =>
		runTasks(pool, 'nextbasket.rank', of.map((group): RankTask => ({ world, queries: queries(group, now), model, top: count, popular, logOrders: bought })), work);
	const now = worlds.length - 1;
	const own = await rankedBy(groups, now, guard ? DEPTH * top : top);
	const ranked = guard ? await mergeReference(plan, groups.map(({ customers }) => customers), own, guard, top, work, pool) : own;
	return collect(plan, groups, ranked, popular, top);
}

/** Of few pairs so many folds judge, one after the other, that no more is learned in addition than of as many pairs as there may be. */
function foldsJudging(rows: number): number {
	const folds = Math.min(FOLDS, Math.floor(PAIRS / rows));
	return folds < 2 ? 0 : folds;
}

const sorted = (values: readonly number[]) => Int32Array.from(values).sort();

/** A regression for each fold that is left out, at its number plus one; at 0 the one over all. */
async function fitRidges(plan: Plan, space: Space, clock: Clock, work: Work, pool: TaskPool): Promise<Ridge[]> {
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
	const solve = (minus?: Moments) => ({ plus: moments, minus, width: widthOf(space), predicted: predicted.length, lambda: LAMBDA });
	const weights = await runTasks(pool, 'nextbasket.solve', [solve(), ...moments.slice(2).map(solve)], work);
	return weights.map((w) => ({ weights: w, predicted }));
}

interface Group {
	readonly customers: Int32Array;
	readonly without: number;
}

/** Customers by the fold that is hidden from them, in groups of at most `most`. */
function grouped(customers: Int32Array, hidden: (c: number) => number, most: number): Group[] {
	const groups: Group[] = [];
	for (let without = -1; without < FOLDS; without++) {
		const own = customers.filter((c) => hidden(c) === without);
		const count = Math.ceil(own.length / most);
		for (let i = 0; i < count; i++)
			groups.push({ customers: own.slice((i * own.length) / count, ((i + 1) * own.length) / count), without });
	}
	return groups;
}

/** Products by what they were worth in the freshest answers, then in all orders. */
function popularity({ histories, states, rankEnds }: Plan): Int32Array {
	const worth = new Float64Array(histories.products);
	const { orderStart, itemStart, item } = histories;
	rankEnds.forEach((end, c) => {
		const first = orderStart[c];
		for (let e = itemStart[first]; e < itemStart[first + end]; e++) worth[item[e]] += 1e-6;
	});
	for (let s = 0; s < states.fresh; s++) {
		const basket = nextBasket(histories, states.customer[s], states.cut[s]);
		for (const product of basket) worth[product] += hitWorth(basket.length);
	}
	return Int32Array.from([...worth.keys()].sort((a, b) => worth[b] - worth[a] || a - b));
}

/** Everybody in the order of the book; who has no history is told what is popular. */
function collect(plan: Plan, groups: readonly Group[], ranked: readonly Int32Array[], popular: Int32Array, top: number): NextBasketRanking {
	const { customers: count, products } = plan.histories;
	const width = Math.min(top, products);
	const out = new Int32Array(count * width);
	for (let c = 0; c < count; c++) out.set(popular.subarray(0, width), c * width);
	groups.forEach(({ customers }, g) =>
		customers.forEach((c, r) => out.set(ranked[g].subarray(r * top, r * top + width), c * width))
	);
	return { customers: Int32Array.from({ length: count }, (_, c) => c), products: out, top: width };
}
