import { beforeAll, describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../src/lib/core/data/office-shop.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples, selectRows } from '../../../src/lib/core/features/examples.js';
import { featureDrift } from '../../../src/lib/core/history/drift.js';
import { retrainReasons } from '../../../src/lib/core/live/health.js';
import { bookOrders, ordersOf } from '../../../src/lib/core/live/orders-of.js';
import type { IncomingOrder } from '../../../src/lib/core/live/order.js';
import { LiveSession } from '../../../src/lib/core/live/session.js';
import type { LiveTally } from '../../../src/lib/core/live/session.js';
import type { Examples, Question } from '../../../src/lib/core/features/types.js';
import type { Model } from '../../../src/lib/core/models/types.js';
import type { Predictor } from '../../../src/lib/core/project/predictor.js';
import { smallShop, smallTransactions } from '../../fixtures/shop.js';
import { trainedPredictor } from '../project/trained.js';

let predictor: Predictor;
let model: Model;
beforeAll(async () => {
	predictor = await trainedPredictor('forest');
	model = predictor.model;
});

const book = smallShop();
const order = (customer: string, product: string, id = 'new', time = book.to + 1): IncomingOrder => ({
	customer,
	order: id,
	time,
	lines: [{ product, amount: 20, quantity: 1, returned: false }],
	attributes: {}
});
const open = (threshold = 0.5) => new LiveSession(book, model, predictor.card.question, threshold);

describe('orders as they come in', () => {
	it('move their customer’s probabilities to what a book built anew gives', () => {
		const session = open();
		const event = session.take(order('C3', 'P1'));
		session.take(order('Somebody new', 'P2'));
		expect(event).toMatchObject({ customer: 'C3', products: ['P1'], what: 'new' });
		const anew = session.book.book();
		const question = predictor.card.question;
		for (const customer of ['C3', 'Somebody new']) {
			const examples = currentExamples(anew, question, Int32Array.of(anew.customers.indexOf(customer)));
			expect(session.probabilities(customer)).toEqual(model.predict(examples));
		}
	});

	it('say which verdicts they changed', () => {
		const session = open();
		const before = session.probabilities('C3');
		const middle = before && [...before].sort((a, b) => a - b)[2];
		session.threshold = middle ?? 0.5;
		const was = [...(before ?? [])].map((p) => p >= Math.fround(middle ?? 0));
		const event = session.take(order('C3', 'P1'));
		const after = session.probabilities('C3');
		const changed = was.flatMap((shown, p) => (shown !== (after?.[p] ?? 0) >= Math.fround(middle ?? 0) ? [`P${p}`] : []));
		expect(event?.changes.map(({ product }) => product).sort()).toEqual(changed);
	});

	it('count once, however often they come', () => {
		const session = open();
		expect(session.take(order('C3', 'P1'))).toBeDefined();
		expect(session.take(order('C3', 'P1'))).toBeUndefined();
		for (const one of bookOrders(book).slice(0, 50)) expect(session.take(one)).toBeUndefined();
		expect(session.tally).toMatchObject({ taken: 1, known: 51, corrected: 0, newCustomers: 0 });
		session.take(order('C3', 'P2'));
		session.take(order('Stranger', 'Novelty', 'x'));
		expect(session.tally).toMatchObject({ taken: 3, corrected: 1, newCustomers: 1, unknownLines: 1 });
	});

	it('are told apart from those of an older export by its lines', () => {
		const half = smallTransactions();
		const session = new LiveSession(book, model, predictor.card.question, 0.5);
		const all = ordersOf(half);
		expect(all).toHaveLength(book.orderTime.length);
		expect(all.filter((one) => session.take(one))).toEqual([]);
		expect(all.every((one, i) => i === 0 || one.time >= all[i - 1].time)).toBe(true);
	});
});

describe('whether products are bought as the probabilities said', () => {
	const question = { kind: 'next', horizon: 10, asOf: book.to + 1, snapshots: 1 } as const;
	const fair = { ...model, predict: ({ rows }: Examples) => new Float32Array(rows * 5).fill(0.25) } as Model;
	const session = (asked: Question = question) => new LiveSession(book, asked.kind === 'next' ? model : fair, asked, 0.5);
	const expected = () => {
		const learned = currentExamples(book, question);
		return model.predict(learned).reduce((sum, p) => sum + p, 0);
	};

	it('is known when the horizon is over, each product of a customer once', () => {
		const live = session();
		const until = book.to + 11;
		expect(live.calibration).toEqual({ state: 'waiting', until });
		live.take(order('C3', 'P1', 'a', book.to + 1));
		live.take(order('C3', 'P1', 'b', book.to + 10.5));
		live.take(order('C3', 'P2', 'c', book.to + 2));
		live.take(order('C4', 'P2', 'd', book.to + 3));
		live.take({ ...order('C4', 'P3', 'e', book.to + 4), lines: [{ product: 'P3', amount: -5, quantity: -1, returned: false }] });
		live.take(order('Stranger', 'P2', 'f', book.to + 4));
		expect(live.calibration).toEqual({ state: 'waiting', until });
		live.take(order('C5', 'P2', 'g', until));
		expect(live.calibration).toEqual({ state: 'judged', expected: expect.closeTo(expected(), 3), happened: 3, next: until + 11 });
	});

	it('goes on with the next horizon, and adds up', () => {
		const live = session();
		live.take(order('C3', 'P1', 'a', book.to + 1));
		const until = book.to + 11;
		live.take(order('C5', 'P2', 'g', until));
		live.take(order('C6', 'P2', 'h', until + 1));
		live.take(order('C6', 'P1', 'i', until + 11));
		expect(live.calibration).toMatchObject({ state: 'judged', happened: 2, next: until + 22 });
	});

	it('adds up from the first order on where the next order is asked for, and is never known where no time is', () => {
		const next = session({ kind: 'next-order' });
		next.take(order('C3', 'P1'));
		expect(next.calibration).toEqual({ state: 'judged', expected: 1.25, happened: 1 });
		expect(session({ kind: 'ever' }).calibration).toEqual({ state: 'timeless' });
	});
});

describe('a stream from the office shop', () => {
	it('goes on where the demo ends', () => {
		const end = Date.UTC(2024, 11, 31) / 86_400_000;
		const shop = (until: number) => simulateOfficeShop({ customers: 40, seed: 1, to: end, until });
		const before = buildOrderBook(shop(end).transactions);
		const after = ordersOf(shop(end + 60).transactions);
		const known = new Set(bookOrders(before).map((one) => JSON.stringify(one)));
		const later = after.filter((one) => one.time > end);
		expect(after.length - later.length).toBe(known.size);
		expect(after.filter((one) => one.time <= end).every((one) => known.has(JSON.stringify(one)))).toBe(true);
		expect(later.length).toBeGreaterThan(5);
	});
});

describe('the health of a live model', () => {
	const quiet: LiveTally = { taken: 10, known: 0, corrected: 0, unknownLines: 0, newCustomers: 0, changedVerdicts: 0, bought: 10, foreseen: 5 };
	const unknown = { state: 'timeless' } as const;

	it('knows customers who became others', () => {
		const many = smallShop(800);
		const examples = currentExamples(many, predictor.card.question);
		const rows = Int32Array.from({ length: examples.rows }, (_, r) => r);
		const [even, odd] = [rows.filter((r) => r % 2 === 0), rows.filter((r) => r % 2 === 1)].map((part) => selectRows(examples, part));
		expect(featureDrift(even, odd).filter(({ level }) => level === 'large')).toEqual([]);
		const width = examples.features.customer.length;
		const spent = examples.features.customer.findIndex(({ name }) => name === 'total_spent');
		const richer = { ...odd, x: odd.x.map((value, i) => (i % width === spent ? value * 10 : value)) };
		expect(featureDrift(even, richer)[0]).toMatchObject({ feature: 'total_spent', level: 'large' });
		const told = new Set(featureDrift(even, odd).map(({ feature }) => feature));
		const calendar = examples.features.customer.map(({ name }) => name).filter((name) => !told.has(name));
		expect(calendar.sort()).toEqual(['month', 'tenure_days']);
	});

	it('asks for a new training when there is a reason, and only then', () => {
		expect(retrainReasons(quiet, 1000, [], unknown)).toEqual([]);
		expect(retrainReasons({ ...quiet, taken: 100 }, 1000, [], unknown)).toEqual(['many_orders']);
		expect(retrainReasons({ ...quiet, taken: 60, bought: 100, unknownLines: 5 }, 1000, [], unknown)).toEqual(['unknown_products']);
		expect(retrainReasons(quiet, 1000, [{ feature: 'x', psi: 1, expected: 0.1, level: 'large' }], unknown)).toEqual(['drift']);
		const judged = (expected: number, happened: number) => retrainReasons(quiet, 1000, [], { state: 'judged', expected, happened });
		expect([judged(200, 210), judged(200, 300), judged(200, 90), judged(20, 60)]).toEqual([[], ['calibration'], ['calibration'], []]);
	});
});
