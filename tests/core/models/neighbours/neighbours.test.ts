import { beforeAll, describe, expect, it } from 'vitest';
import { logLoss } from '../../../../src/lib/core/evaluation/loss.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { currentExamples, trainingExamples } from '../../../../src/lib/core/features/examples.js';
import { labelMatrix } from '../../../../src/lib/core/features/table.js';
import type { Examples, OrderBook, Question } from '../../../../src/lib/core/features/types.js';
import { historiesOf } from '../../../../src/lib/core/models/neighbours/histories.js';
import { neighbours } from '../../../../src/lib/core/models/neighbours/index.js';
import { popularity } from '../../../../src/lib/core/models/popularity.js';
import type { EncodedModel, FitContext, Model } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { Random } from '../../../../src/lib/core/random.js';
import { transactions } from '../../features/lines.js';
import type { Line } from '../../features/lines.js';

/** Customers of four tastes, each of five products: whoever shares products with somebody shares what comes next. */
function tastes(customers: number, seed: number): OrderBook {
	const random = new Random(seed);
	const lines: Line[] = [];
	for (let c = 0; c < customers; c++) {
		const taste = c % 4;
		for (let o = 0; o < 4; o++)
			for (const product of [taste * 5 + random.integer(5), taste * 5 + random.integer(5), random.next() < 0.2 ? random.integer(20) : taste * 5])
				lines.push({ customer: `C${c}`, order: `${c}/${o}`, day: 10 * o + random.integer(9), product: `P${String(product).padStart(2, '0')}` });
	}
	return buildOrderBook(transactions(lines));
}

const book = tastes(240, 1);
const range = (from: number, to: number) => Int32Array.from({ length: to - from }, (_, i) => from + i);
const question: Question = { kind: 'next-order' };
const train = trainingExamples(book, question, range(0, 180));
const test = trainingExamples(book, question, range(180, 240));
const context = (changes: Partial<FitContext> = {}): FitContext => ({ seed: 1, validation: test, report: () => {}, pool: inline({}), ...changes });
const loss = (p: Float32Array, examples: Examples) => logLoss(p, labelMatrix(examples));

describe('neighbours', () => {
	let model: Model;
	beforeAll(async () => {
		({ model } = await neighbours.fit(train, neighbours.defaults, context()));
	});

	it('tells the tastes apart, on customers it never saw', async () => {
		const { model: popular } = await popularity.fit(train, popularity.defaults, context());
		expect(loss(model.predict(test), test)).toBeLessThan(0.75 * loss(popular.predict(test), test));
	});

	it('comes with probabilities of the training rows that promise no more than it keeps', async () => {
		const { outOfFold } = await neighbours.fit(train, neighbours.defaults, context());
		const held = loss(outOfFold ?? new Float32Array(0), train);
		expect(Math.abs(held - loss(model.predict(test), test))).toBeLessThan(0.1 * held);
	});

	it('finds no signal where there is none', async () => {
		const random = new Random('shuffle');
		const labels = train.labels ?? { start: new Int32Array(0), product: new Int32Array(0) };
		const order = random.shuffle(range(0, train.rows));
		const rows = Array.from(order, (r) => labels.product.slice(labels.start[r], labels.start[r + 1]));
		const start = Int32Array.from({ length: train.rows + 1 }, (_, r) => rows.slice(0, r).reduce((sum, row) => sum + row.length, 0));
		const shuffled = { ...train, labels: { start, product: Int32Array.from(rows.flatMap((row) => [...row])) } };
		const { outOfFold } = await neighbours.fit(shuffled, neighbours.defaults, context());
		const { model: popular } = await popularity.fit(shuffled, popularity.defaults, context());
		const skill = 1 - loss(outOfFold ?? new Float32Array(0), shuffled) / loss(popular.predict(shuffled), shuffled);
		expect(Math.abs(skill)).toBeLessThan(0.01);
	});

	it('for ever, what a customer owns tells nothing of itself', async () => {
		const own = trainingExamples(book, { kind: 'ever' }, range(0, 180));
		const { model: ever } = await neighbours.fit(own, neighbours.defaults, context({ validation: own }));
		const asked = trainingExamples(book, { kind: 'ever' }, range(180, 190));
		const p = ever.predict(asked);
		for (let r = 0; r < asked.rows; r++)
			for (let e = asked.entries.start[r]; e < asked.entries.start[r + 1]; e++) {
				const product = asked.entries.product[e];
				const without = withoutEntry(asked, e);
				expect(ever.predict(without)[r * book.products.length + product]).toBeCloseTo(p[r * book.products.length + product], 6);
			}
	});

	it('names who speaks for a product, in counts that a hand can check', async () => {
		const small = buildOrderBook(
			transactions(
				['a', 'b', 'c', 'd'].flatMap((customer, c) => [
					{ customer, order: `${customer}1`, day: 1, product: c < 3 ? 'ink' : 'tea' },
					{ customer, order: `${customer}2`, day: 5, product: c < 2 ? 'paper' : 'cups' }
				])
			)
		);
		const told = trainingExamples(small, question);
		const { model: tiny } = await neighbours.fit(told, neighbours.defaults, context({ validation: told }));
		const row = 0;
		const [cups, ink, paper] = [0, 1, 2];
		expect(small.products).toEqual(['cups', 'ink', 'paper', 'tea']);
		// a had ink, like b and c; of them b bought paper and c bought cups.
		expect(tiny.likeness?.(told, row, paper)).toMatchObject({ customers: 2, bought: 1, had: false });
		expect(tiny.likeness?.(told, row, cups)).toMatchObject({ customers: 2, bought: 1 });
		expect(tiny.likeness?.(told, row, ink)).toMatchObject({ customers: 2, bought: 0, had: true, items: [] });
		const speaks = tiny.likeness?.(told, row, paper)?.items ?? [];
		expect(speaks.map(({ product }) => product)).toEqual([ink]);
		// Three had ink and two of them bought paper; ten rows more at paper's own rate.
		const rate = tiny.likeness?.(told, row, paper)?.everyone ?? NaN;
		expect(speaks[0].share).toBeCloseTo((2 + 10 * rate) / 13, 6);
	});

	it('knows a customer again, also in a book of that customer alone', () => {
		const now = currentExamples(book, question, range(0, 1));
		const everybody = model.likeness?.(now, 0, 0)?.customers ?? 0;
		const renamed = { ...now, book: { ...now.book, customers: ['somebody else', ...now.book.customers.slice(1)] } };
		expect(model.predict(renamed)).not.toEqual(model.predict(now));
		expect(everybody).toBeGreaterThan(0);
	});

	it('takes every option into account, and refuses those that it cannot learn with', async () => {
		const few = await neighbours.fit(train, { neighbours: 1, folds: 2 }, context());
		expect(few.model.predict(test)).not.toEqual(model.predict(test));
		for (const wrong of [{ neighbours: 0 }, { folds: 1 }, { folds: 2.5 }])
			await expect(neighbours.fit(train, { ...neighbours.defaults, ...wrong }, context())).rejects.toMatchObject({ code: 'model.bad_option' });
	});

	it('refuses what is damaged', () => {
		const encoded = model.encode();
		const { buffers } = encoded;
		const broken: Partial<EncodedModel>[] = [
			{ version: 2 },
			{ meta: { ...encoded.meta, kind: 'never' } },
			{ meta: { ...encoded.meta, neighbours: 1e9 } },
			{ buffers: { ...buffers, weights: new Float64Array(9).fill(NaN) } },
			{ buffers: { ...buffers, afterProduct: Uint16Array.from(buffers.afterProduct, () => 9999) } },
			{ buffers: { ...buffers, afterStart: Int32Array.from(buffers.afterStart).reverse() } },
			{ buffers: { ...buffers, beforeCount: new Uint16Array(buffers.beforeCount.length) } },
			{ buffers: { ...buffers, rate: new Float32Array(20).fill(2) } }
		];
		for (const change of broken) expect(() => neighbours.decode({ ...encoded, ...change })).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});
});

describe('histories', () => {
	it('count each purchase 0.8 to the power of the orders since', () => {
		const lines = [['ink'], ['ink', 'tea'], ['cups']].flatMap((order, o) => order.map((product) => ({ customer: 'a', order: `${o}`, day: o, product })));
		const now = currentExamples(buildOrderBook(transactions(lines)), question);
		const { count, product } = historiesOf(now);
		expect([...product]).toEqual([0, 1, 2]);
		[1, 0.8 + 0.64, 0.8].forEach((decayed, e) => expect(count[e] / 8192).toBeCloseTo(decayed, 3));
	});
});

/** The examples without one of their entries. */
function withoutEntry(examples: Examples, entry: number): Examples {
	const { start, product } = examples.entries;
	return {
		...examples,
		entries: { start: start.map((s) => (s > entry ? s - 1 : s)), product: product.filter((_, e) => e !== entry) }
	};
}
