import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { currentExamples, trainingExamples } from '../../../src/lib/core/features/examples.js';
import { customerFeatures, parameterName, productFeatures, slug } from '../../../src/lib/core/features/registry.js';
import type { Examples, Question } from '../../../src/lib/core/features/types.js';
import { customerWords } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';
import { worked } from './worked.js';

const f = Math.fround;
const book = buildOrderBook(transactions(worked));
/** The 60 days from 241 to 300 are the horizon; the 182 days from 59 to 240 are the last 6 months. */
const question: Question = { kind: 'next', horizon: 60, asOf: 241, snapshots: 0 };

function rowOf(examples: Examples, customer: string): number {
	return examples.customer.indexOf(examples.book.customers.indexOf(customer));
}

function of(examples: Examples, customer: string): Record<string, unknown> {
	return customerWords(examples, examples.x, rowOf(examples, customer));
}

function ofProduct(examples: Examples, customer: string, product: string): Record<string, number> {
	const { entries, entryX, features } = examples;
	const row = rowOf(examples, customer);
	for (let e = entries.start[row]; e < entries.start[row + 1]; e++)
		if (examples.book.products[entries.product[e]] === product)
			return Object.fromEntries(features.product.map(({ name }, j) => [name, entryX[e * features.product.length + j]]));
	throw new Error(`${customer} never bought ${product}`);
}

describe('customer features, worked by hand', () => {
	const examples = trainingExamples(book, question);

	it('of a customer with three known orders', () => {
		expect(of(examples, 'Ann')).toEqual({
			total_orders: 3, // A1, A2, A3; A4 is on day 300
			total_spent: 325, // 230 + 45 + 50
			average_order_value: f(325 / 3),
			return_rate: f(1 / 7), // paper, of seven lines
			product_diversity: 4, // printer, ink, paper, pens
			region: 'south', // A3's; east comes later
			high_value_customer: 0, // the others spent 20 and 500: rank ceil(.8 x 2) = 2, so 500
			days_since_last_order: 41, // 241 - 200
			tenure_days: 231, // 241 - 10
			mean_gap_days: 95, // 30 and 160
			gaps_since_last_order: f(41 / 95),
			orders_last_6m: 1, // A3; A2 on day 40 is before day 59
			spent_last_6m: 50,
			products_per_order: 2, // 2, 2, 2
			new_product_share: 0.5, // paper and pens of ink, paper, ink, pens
			month: 8 // day 241 is 30 August 1970
		});
	});

	it('of a customer with one order at noon and no region', () => {
		expect(of(examples, 'Bob')).toEqual({
			total_orders: 1,
			total_spent: 20,
			average_order_value: 20,
			return_rate: 0,
			product_diversity: 1,
			region: undefined,
			high_value_customer: 0,
			days_since_last_order: 141, // whole days: day 100 to day 241
			tenure_days: 141,
			mean_gap_days: NaN,
			gaps_since_last_order: NaN,
			orders_last_6m: 1,
			spent_last_6m: 20,
			products_per_order: 1,
			new_product_share: NaN,
			month: 8
		});
	});

	it('of a customer whose orders are all of one day: overdue is counted in days then', () => {
		const busy = [1, 2, 3].map((n) => ({ customer: 'Dan', order: `D${n}`, day: 200, product: 'ink', amount: 5, region: 'south' }));
		const dan = of(trainingExamples(buildOrderBook(transactions([...worked, ...busy])), question), 'Dan');
		expect(dan).toMatchObject({ total_orders: 3, mean_gap_days: 0, days_since_last_order: 41, gaps_since_last_order: 41 });
	});

	it('of a customer whose last order says nothing of the region: what was known stays', () => {
		const silent = { customer: 'Ann', order: 'A3b', day: 220, product: 'Ink', amount: 1 };
		expect(of(trainingExamples(buildOrderBook(transactions([...worked, silent])), question), 'Ann')).toMatchObject({ total_orders: 4, region: 'south' });
	});

	it('of the customer who spent more than the others', () => {
		// Without Cid: 20 and 325, rank 2, so 325.
		const cid = { total_spent: 500, high_value_customer: 1, orders_last_6m: 0, region: 'west' };
		expect(of(examples, 'Cid')).toMatchObject(cid);
	});

	it('counts the first and the last day of the 6 months in, and the as-of day out', () => {
		const days = [58, 59, 240, 241, 400];
		const lines = days.map((day) => ({ customer: 'Ann', order: `${day}`, day, product: 'Ink', amount: 1 }));
		const edge = buildOrderBook(transactions([...lines, { customer: 'Bob', order: 'b', day: 0, product: 'Pens' }]));
		const snapshot = trainingExamples(edge, question);
		expect(of(snapshot, 'Ann')).toMatchObject({ total_orders: 3, orders_last_6m: 2, spent_last_6m: 2 });
		expect(ofProduct(snapshot, 'Ann', 'Ink')).toMatchObject({ purchases_total: 3, purchases_last_6m: 2 });
	});
});

describe('product features, worked by hand', () => {
	const examples = trainingExamples(book, question);

	it('of a product in every order', () => {
		expect(ofProduct(examples, 'Ann', 'Ink')).toEqual({
			purchases_last_6m: 1,
			purchases_total: 3, // orders, though A2 has two lines of it
			purchases_decayed: f(0.64 + 0.8 + 1),
			share_of_orders: 1,
			in_last_order: 1,
			orders_since_last_purchase: 0,
			days_since_last_purchase: 41,
			mean_gap_days: 95,
			gaps_since_last_purchase: f(41 / 95)
		});
	});

	it('of a product bought once, long ago', () => {
		expect(ofProduct(examples, 'Ann', 'Printer')).toEqual({
			purchases_last_6m: 0,
			purchases_total: 1,
			purchases_decayed: f(0.64),
			share_of_orders: f(1 / 3),
			in_last_order: 0,
			orders_since_last_purchase: 2,
			days_since_last_purchase: 231,
			mean_gap_days: NaN,
			gaps_since_last_purchase: NaN
		});
	});

	it('of a product bought twice on one day: how due it is is counted in days then', () => {
		const twice = [1, 2].map((n) => ({ customer: 'Dan', order: `D${n}`, day: 200, product: 'Ink' }));
		const dan = ofProduct(trainingExamples(buildOrderBook(transactions([...worked, ...twice])), question), 'Dan', 'Ink');
		expect(dan).toMatchObject({ purchases_total: 2, mean_gap_days: 0, days_since_last_purchase: 41, gaps_since_last_purchase: 41 });
	});

	it('of a product bought in the first and the third of four orders', () => {
		const lines = ['Ink', 'Paper', 'Ink', 'Pens'].map((bought, i) => ({
			customer: 'Ann',
			order: `${i}`,
			day: [0, 100, 130, 300][i],
			product: bought
		}));
		const four = currentExamples(buildOrderBook(transactions(lines)), question);
		expect(ofProduct(four, 'Ann', 'Ink')).toMatchObject({
			purchases_decayed: f(0.8 + 0.512),
			share_of_orders: 0.5,
			in_last_order: 0,
			orders_since_last_purchase: 1,
			days_since_last_purchase: 171,
			mean_gap_days: 130
		});
	});

	it('of a product never bought', () => {
		expect(examples.features.product.map(({ name }, j) => [name, examples.absentX[j]])).toEqual([
			['purchases_last_6m', 0],
			['purchases_total', 0],
			['purchases_decayed', 0],
			['share_of_orders', 0],
			['in_last_order', 0],
			['orders_since_last_purchase', NaN],
			['days_since_last_purchase', NaN],
			['mean_gap_days', NaN],
			['gaps_since_last_purchase', NaN]
		]);
	});

	it('has an entry for every product bought before, in ascending order, and for no other', () => {
		const row = rowOf(examples, 'Ann');
		const { start, product } = examples.entries;
		expect(book.products).toEqual(['Chair', 'Desk', 'Ink', 'Paper', 'Pens', 'Printer']);
		expect([...product.slice(start[row], start[row + 1])]).toEqual([2, 3, 4, 5]);
	});
});

describe('returns without a purchase', () => {
	const credit: Line = { customer: 'Bob', order: 'X', day: 150, product: 'Paper', amount: -20, quantity: -1 };
	const credited = buildOrderBook(transactions([...worked, { ...credit, returned: true }]));

	it('count as returns and as money, not as orders or purchases', () => {
		const examples = trainingExamples(credited, question);
		expect(of(examples, 'Bob')).toMatchObject({
			total_orders: 1,
			total_spent: 0,
			return_rate: 1,
			product_diversity: 1,
			days_since_last_order: 141,
			orders_last_6m: 1,
			spent_last_6m: 0
		});
		expect(ofProduct(examples, 'Bob', 'Paper')).toMatchObject({ purchases_total: 1, purchases_last_6m: 1 });
	});

	it('are no answer, and no order to predict', () => {
		const asked = trainingExamples(credited, { kind: 'next', horizon: 160, asOf: 140, snapshots: 0 });
		const row = rowOf(asked, 'Bob');
		expect(asked.labels?.start[row + 1]).toBe(asked.labels?.start[row]);
		expect(rowOf(trainingExamples(credited, { kind: 'next-order' }), 'Bob')).toBe(-1);
	});
});

describe('returns with a date of their own', () => {
	const returned: Line[] = [
		{ customer: 'Ann', order: '1', day: 1, product: 'Ink', returned: true, returnedDay: 240 },
		{ customer: 'Ann', order: '1', day: 1, product: 'Pens', returned: true, returnedDay: 241 },
		{ customer: 'Ann', order: '2', day: 2, product: 'Pens', returned: true },
		{ customer: 'Ann', order: '3', day: 3, product: 'Desk' },
		{ customer: 'Ann', order: '4', day: 400, product: 'Desk' }
	];
	const shop = buildOrderBook(transactions(returned));

	it('count from the day after', () => {
		expect(of(trainingExamples(shop, question), 'Ann')).toMatchObject({ return_rate: 0.5 });
		expect(of(trainingExamples(shop, { ...question, asOf: 242 }), 'Ann')).toMatchObject({ return_rate: 0.75 });
	});

	it('are left out with their product', () => {
		const examples = trainingExamples(shop, { kind: 'ever' });
		const rates = [0, 1, 2].map((e) => customerWords(examples, examples.entryCustomerX ?? examples.x, e).return_rate);
		expect(shop.products).toEqual(['Desk', 'Ink', 'Pens']);
		expect(rates).toEqual([1, 0.5, f(1 / 3)]); // of ink and two pens; pens, desks; ink, desks
	});
});

describe('ever, worked by hand', () => {
	const examples = trainingExamples(book, { kind: 'ever' });
	const row = rowOf(examples, 'Ann');
	const without = (product: string) => {
		for (let e = examples.entries.start[row]; e < examples.entries.start[row + 1]; e++)
			if (book.products[examples.entries.product[e]] === product)
				return {
					features: customerWords(examples, examples.entryCustomerX ?? new Float32Array(), e),
					ignored: examples.entryIgnored?.[e]
				};
		throw new Error(product);
	};

	it('knows the whole history and has no product features', () => {
		expect(examples.features.product).toEqual([]);
		expect(examples.asOf[row]).toBe(301);
		expect(of(examples, 'Ann')).toMatchObject({ total_orders: 4, total_spent: 415, region: 'east' });
		expect(examples.labels).toBe(examples.entries);
	});

	it('leaves out the lines of the product', () => {
		// Without ink: A1 printer 200, A2 paper 5 (returned), A3 pens 5, A4 chair 90.
		expect(without('Ink')).toEqual({
			ignored: 0,
			features: {
				total_orders: 4,
				total_spent: 300,
				average_order_value: 75,
				return_rate: 0.25,
				product_diversity: 4,
				region: 'east',
				high_value_customer: 0, // the others spent 20 and 710
				days_since_last_order: 1,
				tenure_days: 291,
				mean_gap_days: f(290 / 3),
				gaps_since_last_order: f(3 / 290),
				orders_last_6m: 2, // from day 119
				spent_last_6m: 95,
				products_per_order: 1,
				new_product_share: 1
			}
		});
	});

	it('leaves out orders of nothing else', () => {
		// Without the chair, A4 is gone: its region and date are too.
		expect(without('Chair').features).toMatchObject({ total_orders: 3, region: 'south', days_since_last_order: 101 });
	});

	it('does not ask where nothing else is left', () => {
		const bob = examples.entries.start[rowOf(examples, 'Bob')];
		expect(examples.entryIgnored?.[bob]).toBe(1);
		expect(without('Chair').ignored).toBe(0);
	});
});

describe('the registry', () => {
	const names = (list: readonly { name: string }[]) => list.map(({ name }) => name);

	it('leaves money out where there is none, and dates where all is one day', () => {
		const bare = worked.map(({ customer, order, product }) => ({ customer, order, product, day: 5 }));
		const plain = buildOrderBook(transactions(bare));
		expect(names(customerFeatures(plain, { kind: 'next-order' }))).toEqual([
			'total_orders',
			'return_rate',
			'product_diversity',
			'products_per_order',
			'new_product_share'
		]);
		expect(names(productFeatures(plain, { kind: 'next-order' }))[0]).toBe('purchases_total');
		expect(currentExamples(plain, { kind: 'next-order' }).rows).toBe(3);
	});

	it('leaves out the days since the last order where they are always one', () => {
		expect(names(customerFeatures(book, { kind: 'next-order' }))).not.toContain('days_since_last_order');
		expect(names(customerFeatures(book, question))).toContain('days_since_last_order');
	});

	it('says of every feature what it is', () => {
		for (const definition of [...customerFeatures(book, question), ...productFeatures(book, question)]) {
			expect(definition.meaning).toMatch(/^[A-Z].*\.$/);
			expect(definition.source).not.toBe('');
			expect(definition.name).toMatch(/^[a-z][a-z0-9_]*$/);
		}
		expect(structuredClone(customerFeatures(book, question))).toEqual(customerFeatures(book, question));
	});

	it('gives attributes names of their own', () => {
		const column = { codes: new Int32Array(worked.length), values: ['x'] };
		const attributes = ['Ship Mode', 'ship mode', 'total_spent'].map((name) => ({ name, column }));
		const t = { ...transactions(worked), attributes };
		const categories = customerFeatures(buildOrderBook(t), question).filter(({ kind }) => kind === 'category');
		expect(names(categories)).toEqual(['ship_mode', 'ship_mode_2', 'total_spent_2']);
	});

	it('names parameters after their product', () => {
		expect(parameterName('Printers', 'purchases_last_6m')).toBe('printers_purchases_last_6m');
		expect(slug('  Café & Crème-Brûlée (2 pc.) ')).toBe('cafe_creme_brulee_2_pc');
		expect(slug('コーヒー')).toBe('コーヒー');
		expect(slug('—')).toBe('product');
	});
});
