import { Course } from '../../course.js';
import type { OrderBook } from '../../features/types.js';
import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { countAnswers } from './answers.js';
import type { Counted, CountWithout } from './answers.js';
import type { Queries, World } from './candidates.js';
import type { Space } from './design.js';
import { fitPairs } from './fit.js';
import type { HeldFold } from './fit.js';
import { ASKED_FOR, DEPTH, askedOf, chooseGuard, mergeReference, rivalsOf } from './guard.js';
import { nextBasket } from './histories.js';
import { listsOf } from './judged.js';
import { hitWorth } from './metric.js';
import type { Pairs, PairsTask } from './pairs.js';
import { FOLDS, planOf } from './plan.js';
import type { Mode, Plan } from './plan.js';
import { answeredEnds, logOrders } from './popular.js';
import { inverseFrequency } from './profile.js';
import type { RankTask } from './rank-pairs.js';
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
/** Pairs to learn from, about, and candidates a customer. */
const PAIRS = 350_000;
const CANDIDATES = 54;
/** About how long each part takes, for the bar alone: a fit and a ranking of as many pairs as there may be. */
const WEIGHTS = { histories: 1, habits: 10, count: 9, pairs: 9, judging: 5, fit: 53, rank: 8 } as const;

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
	const course = new Course(work, 100);
	course.part(WEIGHTS.histories).report({ stage: 'nextbasket/histories', done: 0, total: 1 });
	const pause = breather(work.signal);
	await pause();
	const plan = planOf(book, mode, seed);
	const { histories, learnEnds, rankEnds } = plan;
	await pause();
	const idf = inverseFrequency(histories, learnEnds);
	await pause();
	const rank = Math.max(1, Math.min(RANK, Math.floor(Math.min(histories.products, histories.customers) / 2)));
	const worlds = learnEnds === rankEnds ? [learnEnds] : [learnEnds, rankEnds];
	const habits = course.part(WEIGHTS.habits, { stages: 3, as: 'nextbasket/habits' });
	const [[embedding], clocks, hazards] = await Promise.all([
		runTasks(pool, 'nextbasket.embedding', [{ histories, ends: learnEnds, idf, step: plan.step, rank, seed: `${seed}/embedding` }], habits),
		runTasks(pool, 'nextbasket.clock', worlds.map((ends) => ({ histories, ends, step: plan.step })), habits),
		runTasks(pool, 'nextbasket.hazards', worlds.map((ends) => ({ histories, ends })), habits)
	]);
	const space: Space = { idf, embedding, rank };
	const world: World = { histories, space };
	// A step of one clock is another time than that of the other: what is read off a clock is learned on the same one.
	const count: CountWithout[] = [];
	const counted: Counted[][] = [];
	for (const clock of clocks) {
		const counting = course.part(WEIGHTS.count / clocks.length, { stages: 3 });
		count.push(await countAnswers(plan, space, clock, counting, pool));
		counted.push(await count[count.length - 1]([[], ...Array.from({ length: FOLDS }, (_, f) => [f])], counting));
	}
	const queries = (customers: Int32Array, { ridge, statistics }: Counted, now: number): Queries => ({
		...{ customers, ridge, statistics, ends: worlds[now], hazards: hazards[now] },
		clock: { logRate: clocks[now].logRate }
	});

	const keep = Math.min(1, PAIRS / (CANDIDATES * plan.learners.length));
	const pairsOf = async (groups: readonly Group[], by: (group: Group) => Counted, share: number, drawing: Work): Promise<Part[]> => {
		const tasks = groups.map((group): PairsTask => ({ world, queries: queries(group.customers, by(group), 0), keep: share, seed: `${seed}/pairs` }));
		const pairs = await runTasks(pool, 'nextbasket.pairs', tasks, drawing);
		return groups.map((group, i) => ({ group, pairs: pairs[i] }));
	};
	const hidden = (group: Group) => counted[0][group.without + 1];
	const drawn = [plan.learners, plan.watchers].map((customers) => grouped(customers, plan.hidden, 700));
	const shareDrawn = (i: number) => WEIGHTS.pairs * (drawn[i].length / Math.max(1, drawn[0].length + drawn[1].length));
	const learners = await pairsOf(drawn[0], hidden, keep, course.part(shareDrawn(0)));
	const watchers = await pairsOf(drawn[1], hidden, 1, course.part(shareDrawn(1)));
	const judging = keep < 1 ? 0 : foldsJudging([...learners, ...watchers]);
	// Past orders are everybody's, so those who would watch can teach; held-out baskets of validation customers only judge.
	const teaching = judging > 0 && mode === 'past-only' ? [...learners, ...watchers] : learners;
	const watching = teaching === learners ? watchers : [];
	// What is said of a fold may not have seen its answers in any way, so they are no part of what the others are described by.
	const folds: HeldFold[] = [];
	const fits = (judging + 1) * WEIGHTS.fit * Math.min(1, rowsOf(teaching) / PAIRS);
	const rankingWeight = (WEIGHTS.rank * CANDIDATES * plan.ranked.length) / PAIRS;
	course.expect(judging * WEIGHTS.judging + fits + rankingWeight);
	for (let k = 0; k < judging; k++) {
		const others = teaching.filter(({ group }) => group.without !== k).map(({ group }) => group);
		const held = teaching.filter(({ group }) => group.without === k);
		if (!others.length || !held.length) continue;
		const describing = course.part(WEIGHTS.judging, { stages: 3 });
		const coupled = await count[0](Array.from({ length: FOLDS }, (_, j) => (j === k ? [k] : [j, k])), describing);
		const taught = await pairsOf(others, ({ without }) => coupled[without], 1, describing);
		folds.push({ taught: taught.map(({ pairs }) => pairs), held: held.map(({ pairs }) => pairs), logOrders: logOrders(histories, answeredEnds(plan, (c) => plan.fold[c] === k)) });
	}
	const judges = Int32Array.from([...folds.flatMap(({ held }) => held), ...watching.map(({ pairs }) => pairs)].flatMap(({ customer }) => [...new Set(customer)])).sort();
	const isWatcher = new Set(plan.watchers);
	const asked = askedOf(plan, judges);
	const [{ model, judged, margin }, rivals] = await Promise.all([
		fitPairs(
			{
				...{ folds, teaching: teaching.map(({ pairs }) => pairs), watching: watching.map(({ pairs }) => pairs) },
				logOrders: logOrders(histories, answeredEnds(plan, (c) => isWatcher.has(c))),
				seed: `${seed}`
			},
			course.part(fits),
			pool
		),
		rivalsOf(plan, asked, work)
	]);

	const popular = popularity(plan);
	const guard = chooseGuard(rivals, listsOf(judged, margin, asked, popular, DEPTH * ASKED_FOR));
	const groups = grouped(plan.ranked, plan.hidden, 1000);
	const answered = answeredEnds(plan, () => false);
	const bought = logOrders(histories, rankEnds.map((end, c) => Math.max(end, answered[c])));
	const ranking = course.part(rankingWeight, { stages: guard ? 2 : 1 });
	const rankedBy = (of: readonly Group[], now: number, count: number) =>
		runTasks(pool, 'nextbasket.rank', of.map((group): RankTask => ({ world, queries: queries(group.customers, counted[now][group.without + 1], now), model, top: count, popular, logOrders: bought })), ranking);
	const now = worlds.length - 1;
	const own = await rankedBy(groups, now, guard ? DEPTH * top : top);
	const ranked = guard ? await mergeReference(plan, groups.map(({ customers }) => customers), own, guard, top, ranking, pool) : own;
	return collect(plan, groups, ranked, popular, top);
}

/** Of few pairs so many folds judge, one after the other, that no more is learned in addition than of as many pairs as there may be. */
function foldsJudging(parts: readonly Part[]): number {
	const folds = Math.min(FOLDS, Math.floor(PAIRS / rowsOf(parts)));
	return folds < 2 ? 0 : folds;
}

const rowsOf = (parts: readonly Part[]) => parts.reduce((sum, { pairs }) => sum + pairs.rows, 0);

/** Pairs of a group of customers. */
interface Part {
	readonly group: Group;
	readonly pairs: Pairs;
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
