import { describe, expect, it } from 'vitest';
import { Best } from '../../../../src/lib/core/models/nextbasket/best.js';
import { countCandidates } from '../../../../src/lib/core/models/nextbasket/candidates.js';
import { ageGroup, hazardOf, hazardsOf } from '../../../../src/lib/core/models/nextbasket/hazards.js';
import { STEPS } from '../../../../src/lib/core/models/nextbasket/clock-filter.js';
import { customerFacts, pairColumns, writePair } from '../../../../src/lib/core/models/nextbasket/features.js';
import type { Sources } from '../../../../src/lib/core/models/nextbasket/features.js';
import { Random } from '../../../../src/lib/core/random.js';
import { hasBasket, historiesOf, nextBasket } from '../../../../src/lib/core/models/nextbasket/histories.js';
import type { Histories } from '../../../../src/lib/core/models/nextbasket/histories.js';
import { hitWorth, idealGain } from '../../../../src/lib/core/models/nextbasket/metric.js';
import { OwnHistory } from '../../../../src/lib/core/models/nextbasket/own.js';
import { decayedProfile, inverseFrequency } from '../../../../src/lib/core/models/nextbasket/profile.js';
import { productRates } from '../../../../src/lib/core/models/nextbasket/rates.js';
import { labelledStates } from '../../../../src/lib/core/models/nextbasket/states.js';
import { statisticsOf } from '../../../../src/lib/core/models/nextbasket/statistics.js';
import { Follower, wantedOf } from '../../../../src/lib/core/models/nextbasket/follower.js';
import { countTransitions, ranksOf, wordsFor } from '../../../../src/lib/core/models/nextbasket/transitions.js';
import { bookOf } from './books.js';

/** What describes the pairs of a customer of whom nothing but their history is known. */
function sourcesOf(own: OwnHistory, histories: Histories): Sources {
	const { customers, products, known } = histories;
	const clock = { logRate: new Float32Array(products * STEPS), posterior: new Float32Array(histories.item.length * STEPS), row: new Int32Array(customers) };
	const states = labelledStates(histories, undefined, { ages: 1, most: 10, step: 1 });
	const statistics = statisticsOf({ histories, states, clock, fold: new Uint8Array(customers), without: [] });
	const nothing = new Float32Array(products * STEPS);
	return {
		...{ own, hazards: hazardsOf(histories, known), statistics, hazard: nothing, promise: nothing, place: new Int32Array(products) },
		...{ hazardSum: 0, decayedSum: 1, afterHistory: nothing, afterLast: nothing, ridge: nothing, ridgeTenth: 0, ridgeAbove: () => 0 },
		...{ when: nothing, whenNext: nothing, clockRate: nothing, meanStep: nothing, facts: customerFacts(own, nothing, 0) }
	};
}

const near = (value: number) => expect.closeTo(value, 6);

describe('histories', () => {
	const book = bookOf([{ orders: [[2, 0], [0]], held: [1], fold: 0 }, { orders: [[1]], held: [2], fold: 2 }], 3);

	it('read held-out baskets only where they may', () => {
		const histories = historiesOf(book, (c) => c === 0);
		expect([...histories.known]).toEqual([2, 1]);
		expect([hasBasket(histories, 0), hasBasket(histories, 1)]).toEqual([true, false]);
		expect([...nextBasket(histories, 0, 0)]).toEqual([0, 2]);
		expect([...nextBasket(histories, 0, 2)]).toEqual([1]);
		expect(histories.item).toHaveLength(5);
	});

	it('are without orders of returns alone', () => {
		const returned = { ...book, lineQuantity: Float64Array.from([1, 1, -1, 1, 1, 1]) };
		expect([...historiesOf(returned, () => true).known]).toEqual([1, 1]);
	});
});

describe('a customer’s own history', () => {
	const histories = historiesOf(bookOf([{ orders: [[0, 1], [2], [1]] }, { orders: [[2]] }], 3), () => false);
	const own = new OwnHistory(histories);

	it('counts, fades and ages by orders', () => {
		own.read(0, 3);
		const of = (p: number) => {
			const i = own.slotOf(p);
			return [own.count[i], own.recent[i], own.first[i], own.longest[i], own.d80[i], own.d95[i]];
		};
		expect(of(0)).toEqual([1, 2, 2, -1, near(0.64), near(0.9025)]);
		expect(of(1)).toEqual([2, 0, 2, 2, near(1.64), near(1.9025)]);
		expect(of(2)).toEqual([1, 1, 1, -1, near(0.8), near(0.95)]);
		expect([own.orders, own.size, own.lines, own.firstSize, own.lastSize]).toEqual([3, 3, 4, 2, 1]);
	});

	it('knows nothing after the cut, nor of the customer before', () => {
		own.read(0, 3);
		own.read(0, 2);
		expect([own.lines, own.count[own.slotOf(1)], own.recent[own.slotOf(1)]]).toEqual([3, 1, 1]);
		own.read(1, 1);
		expect([own.slotOf(0), own.slotOf(1), own.size]).toEqual([-1, -1, 1]);
	});

	it('holds the time since a purchase against the longest that passed before it', () => {
		const rhythm = historiesOf(bookOf([{ orders: [[0, 1], [0], [2], [2], [0], [2], [2]] }], 4), () => false);
		const reader = new OwnHistory(rhythm).read(0, 7);
		const pair = (product: number) => {
			const x = new Float32Array(pairColumns.length);
			writePair(sourcesOf(reader, rhythm), product, x, 0);
			return ['longest', 'past_longest', 'relative_longest'].map((name) => x[pairColumns.indexOf(name)]);
		};
		expect(pair(0)).toEqual([3, -1, near(2 / 3)]);
		expect(pair(1)).toEqual([-1, -99, -1]);
		expect(pair(2)).toEqual([2, -2, 0]);
		expect(pair(3)).toEqual([-2, -99, -1]);
		reader.read(0, 4);
		expect(pair(0)).toEqual([1, 1, 2]);
	});

	it('becomes a tf-idf profile of length 1', () => {
		const idf = inverseFrequency(histories, histories.known);
		expect([...idf]).toEqual([0, 0, 0]);
		const rare = Float32Array.from([1, 2, 0]);
		const weights = new Float32Array(own.item.length);
		decayedProfile(own.read(0, 3), rare, weights);
		const length = Math.hypot(Math.log1p(0.64), 2 * Math.log1p(1.64));
		expect([0, 1, 2].map((p) => weights[own.slotOf(p)])).toEqual([near(Math.log1p(0.64) / length), near((2 * Math.log1p(1.64)) / length), 0]);
	});
});

describe('statistics of products', () => {
	const histories = historiesOf(bookOf([{ orders: [[0], [0, 1], [1]] }, { orders: [[0], [2], [2], [0, 2]] }], 3), () => false);

	it('are hazards by age, drawn towards the mean', () => {
		const hazards = hazardsOf(histories, histories.known);
		// Exposed at ages 0, 1, 2: 6, 1 and 1 times over all products, and bought again 4, 0 and 1 times. Product 0: 5 and 2.
		const rate = 5 / 8;
		const overall = (2 + 5 * rate) / (5 + 5);
		expect(hazards.overall[0]).toEqual(near(overall));
		expect(hazardOf(hazards, 0, 2)).toEqual(near((1 + 10 * (overall / rate)) / 11));
		expect(hazardOf(hazards, 0, 1)).toBe(0);
	});

	it('group ages and count purchases again within them', () => {
		expect([0, 1, 2, 3, 4, 5, 7, 8, 15, 16, 90].map(ageGroup)).toEqual([0, 1, 2, 3, 3, 4, 4, 5, 5, 6, 6]);
	});

	it('see only the first orders they may', () => {
		const short = hazardsOf(histories, Int32Array.from([1, 1]));
		expect([...short.overall]).toEqual([0, 0, 0]);
	});

	const states = labelledStates(histories, undefined, { ages: 2, most: 100, step: 1 });

	it('come from states: the last order is the answer, then the one before it', () => {
		expect([states.count, states.fresh]).toEqual([4, 2]);
		expect([...states.customer]).toEqual([0, 1, 0, 1]);
		expect([...states.cut]).toEqual([2, 3, 1, 2]);
		expect([...states.age]).toEqual([0, 0, 1, 1]);
	});

	it('are rates over the states that are asked for', () => {
		const rates = productRates(histories, states, [0, 1]);
		const one = hitWorth(1);
		const two = hitWorth(2);
		expect([...rates.next]).toEqual([0.5, 0.5, 0.5]);
		expect(rates.nextWorth[0]).toEqual(near(two / 2));
		expect(rates.nextWorth[1]).toEqual(near(one / 2));
		expect(rates.again[0]).toEqual(near(1.5 / 12));
		expect(rates.againWorth[1]).toEqual(near((one + 0.1) / 11));
		expect(rates.growth[2]).toEqual(near(2 / 2));
	});

	it('leave out the answers of every fold that is hidden', () => {
		const clock = { logRate: new Float32Array(3 * STEPS), posterior: new Float32Array(histories.item.length * STEPS), row: new Int32Array(2) };
		const next = (...without: number[]) => [...statisticsOf({ histories, states, clock, fold: Uint8Array.of(0, 3), without }).rates.next];
		expect(next()).toEqual([0.5, 0.5, 0.5]);
		expect(next(3)).toEqual([0, 1, 0]);
		expect(next(0, 2)).toEqual([1, 0, 1]);
		expect(next(0, 3)).toEqual([0, 0, 0]);
	});

	it('are transitions from history and from the last order to the next basket, by worth', () => {
		const ranks = ranksOf(histories, states, [0, 1]);
		const after = countTransitions(histories, states, [0, 1], 'last', ranks);
		expect([...after.places.subarray(after.begin[0], after.begin[1])]).toEqual([ranks[1]]);
		expect(after.share[after.start[0]]).toEqual(near(hitWorth(1) / 11));
		const own = new OwnHistory(histories);
		const out = Float32Array.of(5, 5, 5);
		new Follower(own.read(0, 2), after, 'last').follow(wantedOf(Int32Array.of(0, 1), ranks), out);
		// The last order holds 0 and 1; both were followed by 1; nobody asks for 2.
		expect([...out]).toEqual([0, near(hitWorth(1) / 11), 5]);
		const history = countTransitions(histories, states, [1], 'history', ranksOf(histories, states, [1]));
		expect(history.share[history.start[0]]).toEqual(near((0.64 * hitWorth(2)) / 10.64));
	});

	it('are found in lists of either kind as they are by counting', () => {
		const random = new Random('lists');
		const products = 600;
		const orders = Array.from({ length: 400 }, () => [...new Set(Array.from({ length: 3 + random.integer(12) }, () => Math.floor(products * random.next() ** 3)))].sort((a, b) => a - b));
		const long = {
			...{ customers: 100, products, orderStart: Int32Array.from({ length: 101 }, (_, c) => 4 * c), known: new Int32Array(100).fill(3) },
			...{ itemStart: Int32Array.from([0, ...orders.map((sum => (order: number[]) => (sum += order.length))(0))]), item: Int32Array.from(orders.flat()) }
		};
		const customers = Int32Array.from({ length: 100 }, (_, c) => c);
		const labelled = { count: 100, fresh: 100, customer: customers, cut: new Int32Array(100).fill(3), age: new Uint8Array(100) };
		const ranks = ranksOf(long, labelled, customers);
		const after = countTransitions(long, labelled, customers, 'history', ranks);
		const own = new OwnHistory(long).read(7, 3);
		const masses = Array.from({ length: own.size }, (_, i) => Math.min(own.d80[i], 1));
		const total = masses.reduce((a, b) => a + b, 0);
		const counted = new Float64Array(products);
		const other = new OwnHistory(long);
		masses.forEach((mass, i) => {
			const after = new Float64Array(products);
			let all = 10;
			for (const c of customers) {
				other.read(c, 3);
				const slot = other.slotOf(own.item[i]);
				if (slot < 0) continue;
				const [theirs, basket] = [Math.min(other.d80[slot], 1), orders[4 * c + 3]];
				all += theirs;
				for (const product of basket) after[product] += theirs * hitWorth(basket.length);
			}
			after.forEach((worth, product) => (counted[product] += ((mass / total) * worth) / all));
		});
		const wanted = Int32Array.from({ length: products }, (_, p) => p).filter(() => random.next() < 0.3).reverse();
		const found = new Float32Array(products);
		new Follower(own, after, 'history').follow(wantedOf(wanted, ranks), found);
		const lengths = Array.from(own.item.subarray(0, own.size), (p) => after.start[p + 1] - after.start[p]);
		expect([Math.min(...lengths) <= 2 * wordsFor(products), Math.max(...lengths) > 2 * wordsFor(products)]).toEqual([true, true]);
		expect(wanted.some((p) => found[p] > 0)).toBe(true);
		for (const p of wanted) expect(found[p]).toBeCloseTo(counted[p], 7);
	});
});

describe('small parts', () => {
	it('count candidates: the products of the orders that are known, 60 at most, and 30 new ones', () => {
		const many = Array.from({ length: 70 }, (_, p) => p);
		const histories = historiesOf(bookOf([{ orders: [[0, 1], [0], [2]] }, { orders: [many, [0]] }, { orders: [[5], [6]] }], 70), () => false);
		expect(countCandidates(histories, Int32Array.of(0, 1), Int32Array.of(2, 1, 1))).toBe(2 + 30 + 60 + 30);
	});

	it('weigh a hit by recall and NDCG', () => {
		expect(idealGain(2)).toBeCloseTo(1 + 1 / Math.log2(3), 12);
		expect([hitWorth(0), hitWorth(1)]).toEqual([0, 1]);
		expect(hitWorth(2)).toBeCloseTo((0.5 + 1 / (1 + 1 / Math.log2(3))) / 2, 12);
	});

	it('keep the best of a stream, the earlier of equals', () => {
		const best = new Best(3);
		[5, 1, 5, 7, 0].forEach((score, i) => best.add(i, score));
		expect([...best.position]).toEqual([3, 0, 2]);
		expect([best.at(0), best.at(2), best.above(5), best.above(4.9), best.above(9)]).toEqual([7, 5, 1, 3, 0]);
		expect(best.clear().at(0)).toBe(0);
	});
});
