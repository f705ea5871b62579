import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { OrderEdit } from '../../../src/lib/core/features/edit.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import { orderSheet } from '../../../src/lib/core/project/order-sheet.js';
import type { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import type { Codes, Transactions } from '../../../src/lib/core/data/types.js';
import { smallTransactions } from '../../fixtures/shop.js';
import { trainedPredictor } from './trained.js';

const source = smallTransactions(60, 4);
const questions: Record<string, Question | undefined> = { next: undefined, 'next-order': { kind: 'next-order' }, ever: { kind: 'ever' } };

/** The rows of a file with one more order of one line, and with a line's return changed. */
function withFacts(t: Transactions, customer: number, day: number, product: number, amount: number, back: number): Transactions {
	const more = (values: Codes, last: number) => Int32Array.of(...values, last);
	return {
		...t,
		rows: t.rows + 1,
		customer: { ...t.customer, codes: more(t.customer.codes, customer) },
		order: { codes: more(t.order.codes, t.order.values.length), values: [...t.order.values, 'new'] },
		product: { ...t.product, codes: more(t.product.codes, product) },
		time: Float64Array.of(...t.time, day),
		amount: Float64Array.of(...t.amount, amount),
		quantity: Float64Array.of(...t.quantity, 1),
		returned: Uint8Array.of(...t.returned.map((flag, row) => (row === back ? 1 - flag : flag)), 0),
		line: more(t.line, 0),
		attributes: t.attributes.map((a) => ({ ...a, column: { ...a.column, codes: more(a.column.codes, -1) } }))
	};
}

describe.each(Object.entries(questions))('facts under the question %s', (_, question) => {
	let predictor: Predictor;
	let whatIf: WhatIf;
	beforeAll(async () => {
		predictor = await trainedPredictor('boosted', buildOrderBook(source), question);
		whatIf = new WhatIf(predictor);
	});

	it('move every parameter as they would had the file had them', () => {
		const { book } = predictor.project;
		const property = fc.property(fc.nat(59), fc.nat(3), fc.integer({ min: -300, max: 0 }), fc.nat(200), fc.nat(100), (c, product, ago, amount, pick) => {
			const customer = book.customers[c];
			const lines: number[] = [];
			source.customer.codes.forEach((code, row) => source.customer.values[code] === customer && lines.push(row));
			const row = lines[pick % lines.length];
			// A file's row keeps its place within its order; find the line of the book that it became.
			const order = book.orderIds.indexOf(source.order.values[source.order.codes[row]]);
			const line = book.orderLines[order] + source.order.codes.subarray(0, row).filter((code) => code === source.order.codes[row]).length;
			const time = book.to + ago + 0.5;
			const facts: OrderEdit[] = [
				{ kind: 'add-order', time, lines: [{ product, amount, quantity: 1, returned: false }] },
				{ kind: 'return-line', line, returned: source.returned[row] === 0 }
			];
			const rebuilt = buildOrderBook(withFacts(source, source.customer.codes[row], time, product, amount, row));
			const examples = currentExamples(rebuilt, predictor.card.question, Int32Array.of(c));
			const expected = predictor.model.predict(examples);
			const { after, before } = whatIf.answer({ customer, values: {}, facts });
			book.products.forEach((name, p) => expect(Math.abs(after[name] - expected[p])).toBeLessThan(1e-6));
			expect(before).toEqual(whatIf.answer({ customer, values: {} }).before);
			const width = examples.features.customer.length;
			const { parameters } = whatIf.start(customer, { facts });
			examples.features.customer.forEach((feature, i) => {
				if (feature.kind !== 'category') expect(parameters[i].value).toEqual(examples.x[i]);
			});
			expect(parameters).toHaveLength(width + book.products.length * examples.features.product.length);
		});
		fc.assert(property, { seed: 5, numRuns: 40 });
	});

	it('lie under single values, which are laid on top', () => {
		const customer = predictor.project.book.customers[2];
		const facts: OrderEdit[] = [{ kind: 'add-order', time: predictor.project.book.to, lines: [{ product: 1, amount: 9, quantity: 1, returned: false }] }];
		const vectors = whatIf.current({ customer, facts, values: { total_orders: 2 } });
		const plain = whatIf.current({ customer, facts });
		expect(vectors[1][0]).toBe(2);
		expect(plain[1][0]).not.toBe(2);
		expect([...vectors[1].subarray(1)]).toEqual([...plain[1].subarray(1)]);
	});

	it('make somebody new out of orders alone', () => {
		const { to } = predictor.project.book;
		const line = { amount: 9, quantity: 1, returned: false };
		const facts: OrderEdit[] = [
			{ kind: 'add-order', time: to - 40, lines: [{ product: 1, ...line }] },
			{ kind: 'add-order', time: to - 10, lines: [{ product: 2, ...line }] }
		];
		const { parameters } = whatIf.start(undefined, { facts });
		expect(parameters.find((p) => p.name === 'total_orders')?.value).toBe(2);
		expect(parameters.find((p) => p.name === 'total_spent')?.value).toBe(18);
		expect(() => whatIf.answer({ values: {}, facts: [{ kind: 'remove-order', order: 0 }] })).toThrow('edit.unknown');
	});

	it('cannot leave a customer without any purchase', () => {
		const { book } = predictor.project;
		const facts: OrderEdit[] = [];
		for (let order = book.customerOrders[0]; order < book.customerOrders[1]; order++) facts.push({ kind: 'remove-order', order });
		expect(() => whatIf.answer({ customer: book.customers[0], values: {}, facts })).toThrow('edit.nothing_bought');
	});
});

describe('orderSheet', () => {
	it('lists the orders as the edits leave them, newest first, what is gone still in sight', async () => {
		const predictor = await trainedPredictor('popularity', buildOrderBook(source));
		const { book } = predictor.project;
		const customer = book.customers[4];
		const [first, end] = [book.customerOrders[4], book.customerOrders[5]];
		const plain = orderSheet(predictor, customer);
		expect(plain.orders).toHaveLength(end - first);
		expect(plain.orders[0]).toMatchObject({ order: end - 1, removed: false, moved: false });
		expect(plain.attributes).toMatchObject([{ attribute: 0, name: 'region', values: ['North', 'South', 'West'] }]);
		const line = book.orderLines[end - 2];
		const sheet = orderSheet(predictor, customer, [
			{ kind: 'add-order', time: book.to, lines: [{ product: 3, amount: 12, quantity: 2, returned: false }] },
			{ kind: 'remove-order', order: first },
			{ kind: 'move-order', order: end - 1, time: book.to - 500 },
			{ kind: 'return-line', line, returned: book.lineReturned[line] === 0 },
			{ kind: 'set-attribute', attribute: 0, value: 1 }
		]);
		expect(sheet.orders[0]).toMatchObject({ order: -1, edit: 0, time: book.to, amount: 12, lines: [{ line: -1, name: 'P3', quantity: 2 }] });
		expect(sheet.orders.find((o) => o.order === first)).toMatchObject({ removed: true, amount: NaN });
		expect(sheet.orders.find((o) => o.order === end - 1)).toMatchObject({ moved: true, time: book.to - 500 });
		expect(sheet.orders.flatMap((o) => o.lines).find((l) => l.line === line)).toMatchObject({ changed: true, removed: false });
		expect(sheet.orders.map((o) => o.time)).toEqual(sheet.orders.map((o) => o.time).toSorted((a, b) => b - a));
		expect(sheet.attributes[0].value).toBe('South');
		expect(sheet).toMatchObject({ from: book.from, to: book.to });
		expect(() => orderSheet(predictor, customer, [{ kind: 'remove-order', order: end }])).toThrow('edit.unknown');
	});

	it('knows what a line of each product usually is', async () => {
		const predictor = await trainedPredictor('popularity', buildOrderBook(source));
		const { products } = orderSheet(predictor, undefined);
		products.forEach(({ amount, quantity }, p) => {
			const amounts = source.amount.filter((_, row) => source.product.codes[row] === p).sort();
			expect(amount).toBe(amounts[(amounts.length - 1) >> 1]);
			expect(quantity).toBe(1);
		});
	});
});
