import { ndcgAt, recallAt } from '../../evaluation/top-k.js';
import { tifuKnn, tifuPublished, tifuTried, upCf, upcfPublished, upcfTried } from '../../evaluation/reference/neighbour-methods.js';
import type { Ranker } from '../../evaluation/reference/neighbour-methods.js';
import { Budget, search } from '../../evaluation/reference/search.js';
import type { RankingShop } from '../../evaluation/reference/shop.js';
import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import type { Histories } from './histories.js';
import type { Plan } from './plan.js';
import { rankerOf, referenceShop } from './references.js';
import type { Reference } from './references.js';
import { runTasks } from './tasks.js';

/** How much a method of the literature counts in the lists, above 0. */
export interface Guard {
	readonly reference: Reference;
	readonly share: number;
}

/** Who is asked: at most so many, and at most so much work to find their neighbours once. */
const ASKED = 800;
const WORK = 3e7;
/** Steps of work to search one method's parameters. */
const SEARCH = 2e7;
/** Products that lists are compared by; and products of each list that are merged, for one that is asked for. */
export const ASKED_FOR = 10;
export const DEPTH = 3;
const SHARES = [0.25, 0.5, 0.75, 1];
/** A reference counts where it leads by so many standard errors of the paired difference. */
const SURE = 2;

/** Customers among whom neighbours are looked for. */
function membersOf({ step, ranked }: Plan): Int32Array {
	return ranked.filter((c) => c % step === 0);
}

/** Of judging customers those that the references are compared on: as many as are found neighbours for in a second or so. */
export function askedOf(plan: Plan, judges: Int32Array): Int32Array {
	const { histories, learnEnds } = plan;
	const members = membersOf(plan);
	const holders = new Int32Array(histories.products);
	for (const c of members) for (const product of boughtBy(histories, c, learnEnds[c])) holders[product]++;
	const stride = Math.max(1, Math.ceil(judges.length / ASKED));
	let work = 0;
	return judges.filter((c, i) => {
		if (i % stride > 0 || work > WORK) return false;
		work += members.length;
		for (const product of boughtBy(histories, c, learnEnds[c])) work += holders[product];
		return true;
	});
}

function boughtBy({ orderStart, itemStart, item }: Histories, c: number, end: number): Set<number> {
	return new Set(item.subarray(itemStart[orderStart[c]], itemStart[orderStart[c] + end]));
}

/** Methods of the literature and their lists for the customers asked, [asked][DEPTH × ASKED_FOR], searched on these. */
export interface Rivals {
	readonly truth: readonly ReadonlySet<number>[];
	readonly lists: readonly { readonly reference: Reference; readonly theirs: readonly (readonly number[])[] }[];
}

/** Lists of the methods of the literature for watching customers. */
export async function rivalsOf(plan: Plan, asked: Int32Array, work: Work): Promise<Rivals> {
	if (asked.length < 2) return { truth: [], lists: [] };
	const shop = referenceShop({ histories: plan.histories, ends: plan.learnEnds, members: membersOf(plan), train: plan.learners, asked });
	const { baskets } = shop.validation;
	const truth = Array.from(asked, (_, i) => new Set(baskets.product.subarray(baskets.start[i], baskets.start[i + 1])));
	const references = await searchedReferences(shop, work);
	return { truth, lists: references.map((reference) => ({ reference, theirs: rankerOf(shop, reference)(shop.validation, DEPTH * ASKED_FOR) })) };
}

/**
 * Compares the model's lists for watching customers with those of the methods of the literature and with mixtures of both.
 * lists: [asked × DEPTH × ASKED_FOR] of the model. Undefined where none of it surely beats the model alone.
 */
export function chooseGuard({ truth, lists: rivals }: Rivals, lists: Int32Array): Guard | undefined {
	const depth = DEPTH * ASKED_FOR;
	const worth = (list: readonly number[], i: number) => recallAt(list, truth[i], ASKED_FOR) + ndcgAt(list, truth[i], ASKED_FOR);
	const model = truth.map((_, i) => [...lists.subarray(i * depth, (i + 1) * depth)]);
	const alone = model.map(worth);
	let best: (Guard & { readonly lead: number }) | undefined;
	for (const { reference, theirs } of rivals) {
		for (const share of SHARES) {
			const leads = alone.map((own, i) => worth(merge(model[i], theirs[i], share, ASKED_FOR), i) - own);
			const lead = leads.reduce((a, b) => a + b, 0) / leads.length;
			const error = Math.sqrt(leads.reduce((sum, d) => sum + (d - lead) ** 2, 0) / (leads.length - 1) / leads.length);
			if (lead > SURE * error && lead > (best?.lead ?? 0)) best = { reference, share, lead };
		}
	}
	return best && { reference: best.reference, share: best.share };
}

/**
 * The first `top` of two lists by weighted reciprocal ranks (Cormack, Clarke and Büttcher 2009), of equal ones that of the
 * first list. -1 stands for no product.
 */
export function merge(first: readonly number[], second: readonly number[], share: number, top: number): number[] {
	const score = new Map<number, number>();
	const add = (list: readonly number[], weight: number) =>
		list.forEach((product, place) => {
			if (product >= 0) score.set(product, (score.get(product) ?? 0) + weight / (60 + place));
		});
	add(first, 1 - share);
	add(second, share);
	return [...score].sort((a, b) => b[1] - a[1]).slice(0, top).map(([product]) => product);
}

/** Lists of the model [customers × DEPTH × top] of each group, merged with those of the reference: [customers × top]. */
export async function mergeReference(
	plan: Plan,
	groups: readonly Int32Array[],
	lists: readonly Int32Array[],
	{ reference, share }: Guard,
	top: number,
	work: Work,
	pool: TaskPool
): Promise<Int32Array[]> {
	const { histories, rankEnds: ends, learners: train } = plan;
	const members = membersOf(plan);
	const depth = DEPTH * top;
	const tasks = groups.map((asked) => ({ histories, ends, members, train, asked, reference, top: depth }));
	const theirs = await runTasks(pool, 'nextbasket.reference', tasks, work);
	return groups.map((customers, g) => {
		const out = new Int32Array(customers.length * top).fill(-1);
		const part = (of: Int32Array, r: number) => [...of.subarray(r * depth, (r + 1) * depth)];
		customers.forEach((_, r) => out.set(merge(part(lists[g], r), part(theirs[g], r), share, top), r * top));
		return out;
	});
}

async function searchedReferences(shop: RankingShop, { signal }: Work): Promise<Reference[]> {
	const pause = breather(signal);
	const worth = <P>(rank: (parameters: P) => Ranker) => (parameters: P) => {
		const { baskets } = shop.validation;
		return rank(parameters)(shop.validation, ASKED_FOR).reduce((sum, list, i) => {
			const truth = new Set(baskets.product.subarray(baskets.start[i], baskets.start[i + 1]));
			return sum + recallAt(list, truth, ASKED_FOR) + ndcgAt(list, truth, ASKED_FOR);
		}, 0);
	};
	const [tifuBudget, upcfBudget] = [new Budget(SEARCH), new Budget(SEARCH)];
	const tifu = await search(tifuPublished, tifuTried, worth(tifuKnn(shop, tifuBudget)), tifuBudget, pause);
	const upcf = await search(upcfPublished, upcfTried, worth(upCf(shop, upcfBudget)), upcfBudget, pause);
	return [{ name: 'G-TopFreq' }, { name: 'P-TopFreq' }, { name: 'GP-TopFreq' }, { name: 'TIFU-KNN', parameters: tifu }, { name: 'UP-CF@r', parameters: upcf }];
}
