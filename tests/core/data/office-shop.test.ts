import { describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../src/lib/core/data/office-shop.js';
import type { OfficeShop } from '../../../src/lib/core/data/office-shop.js';
import { PRODUCTS } from '../../../src/lib/core/data/office-shop-catalogue.js';
import type { ShopCustomer } from '../../../src/lib/core/data/office-shop-catalogue.js';
import { probabilityOfPurchase } from '../../../src/lib/core/data/office-shop-truth.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { testExamples } from '../../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { labelMatrix } from '../../../src/lib/core/features/table.js';
import type { OrderBook } from '../../../src/lib/core/features/types.js';

const shop = simulateOfficeShop({ seed: 1 });
const book = buildOrderBook(shop.transactions);
const day = (text: string) => Date.parse(text) / 86_400_000;

/** Of every customer and product: what was bought in the horizon, and what was truly to be expected. */
function truthAndOutcome(of: OfficeShop, from: OrderBook, asOf: number, horizon: number) {
	const everyone = Int32Array.from(from.customers, (_, c) => c);
	const examples = testExamples(from, { kind: 'next', horizon, asOf, snapshots: 0 }, everyone);
	const labels = labelMatrix(examples);
	const truth = Float64Array.from(labels, (_, i) => {
		const customer = from.customers[examples.customer[Math.floor(i / from.products.length)]];
		return of.truth(customer, from.products[i % from.products.length], asOf, horizon);
	});
	return { labels, truth, rows: examples.rows, products: from.products.length };
}

describe('the simulated office shop', () => {
	it('is the same for the same seed and another for another', () => {
		const small = (seed: number) => simulateOfficeShop({ seed, customers: 30 });
		expect(small(3).transactions).toEqual(small(3).transactions);
		expect(small(3).csv()).toBe(small(3).csv());
		expect(small(4).csv()).not.toBe(small(3).csv());
	});

	it('has the customers, days and goods that were asked for', () => {
		expect(book.customers).toHaveLength(1500);
		expect(book.products).toEqual(PRODUCTS.map(({ name }) => name).toSorted());
		expect([book.from, book.to]).toEqual([day('2022-01-01'), day('2024-12-31')]);
		expect(book.attributes.map(({ name, values }) => [name, values])).toEqual([
			['region', ['East', 'North', 'South', 'West']],
			['segment', ['Consumer', 'Corporate', 'Home Office']]
		]);
		const short = simulateOfficeShop({ seed: 1, customers: 40, from: day('2024-01-01'), to: day('2024-03-31') });
		expect(Math.min(...short.transactions.time)).toBeGreaterThanOrEqual(day('2024-01-01'));
		expect(Math.max(...short.transactions.time)).toBeLessThanOrEqual(day('2024-03-31'));
	});

	it('sells every product, takes some back, and nobody prints without a printer', () => {
		const { lineProduct, lineReturned, customerOrders, orderLines, products } = book;
		const sold = new Int32Array(products.length);
		lineProduct.forEach((p) => sold[p]++);
		expect(Math.min(...sold)).toBeGreaterThan(200);
		const returned = lineReturned.reduce((sum, flag) => sum + flag, 0) / lineReturned.length;
		expect(returned).toBeGreaterThan(0.01);
		expect(returned).toBeLessThan(0.06);
		const goods = new Set(['Ink cartridges', 'Toner'].map((name) => products.indexOf(name)));
		for (let c = 0; c < book.customers.length; c++) {
			let printer = false;
			for (let o = customerOrders[c]; o < customerOrders[c + 1]; o++) {
				const basket = lineProduct.subarray(orderLines[o], orderLines[o + 1]);
				printer ||= basket.includes(products.indexOf('Printers'));
				if (!printer && basket.some((p) => goods.has(p))) throw new Error(book.orderIds[o]);
			}
		}
	});

	it('exports its orders as a shop system would', () => {
		const csv = simulateOfficeShop({ seed: 2, customers: 60 }).csv();
		const [header, first] = csv.split('\n');
		expect(header).toBe('order_id,order_date,customer_id,region,segment,product,quantity,unit_price,amount,returned');
		expect(first).toMatch(
			/^SO-000001,2022-01-\d\d,C-\d\d,\w+,[\w ]+,[\w ]+,\d+,\d+\.\d\d,\d+\.\d\d,(yes|no)$/
		);
		expect(csv.endsWith('\n')).toBe(true);
	});

	it('is read back from its export as it was', async () => {
		const small = simulateOfficeShop({ seed: 2, customers: 60 });
		const table = await readTable(memorySource('office-shop.csv', small.csv()));
		const { transactions, quality } = toTransactions(table, guessMapping(table).mapping);
		expect([quality.rows, quality.used]).toEqual([small.transactions.rows, small.transactions.rows]);
		const { attributes, ...read } = buildOrderBook(transactions);
		const { attributes: own, ...simulated } = buildOrderBook(small.transactions);
		expect(read).toEqual(simulated);
		expect(attributes.map(({ values, ofOrder }) => ({ values, ofOrder }))).toEqual(
			own.map(({ values, ofOrder }) => ({ values, ofOrder }))
		);
	});
});

describe('the true probability', () => {
	const printer = PRODUCTS.findIndex(({ name }) => name === 'Printers');
	const ink = PRODUCTS.findIndex(({ name }) => name === 'Ink cartridges');
	const customer: ShopCustomer = { name: '', segment: 0, region: 0, pace: 1, appetite: 1, inkjet: true };

	it('of one day is the chance of an order on it times the chance in the order', () => {
		// Orders: log-logistic with median 48 and shape 3, and 6 % that the last order was the last of all.
		const beyond = (days: number) => 1 / (1 + (days / 48) ** 3);
		const order = (0.94 * (beyond(30) - beyond(31))) / (0.06 + 0.94 * beyond(30));
		const state = { lastOrder: 99, lastPurchase: 90, ownsPrinter: true };
		// Day 130 is in May, 40 days after the last ink: half of .97.
		expect(probabilityOfPurchase(customer, ink, state, 130, 1)).toBeCloseTo(order * 0.485, 12);
	});

	it('of two days adds the second order, and the printer bought on the first', () => {
		const beyond = (days: number) => 1 / (1 + (days / 48) ** 3);
		const gap = (days: number) => 0.94 * (beyond(days - 1) - beyond(days));
		const left = 0.06 + 0.94 * beyond(30);
		const state = { lastOrder: 99, lastPurchase: -Infinity, ownsPrinter: false };
		const first = gap(31) / left;
		const second = gap(32) / left;
		const newPrinter = 0.14 * 0.8; // May's budget factor
		const bundled = newPrinter * 0.95;
		const withoutInk = newPrinter * 0.05;
		const none = 1 - newPrinter;
		// The second day's order comes first, or follows one that left them without ink: 60 % if they own a printer by then.
		const expected = (first + second) * bundled + first * gap(1) * (withoutInk * 0.6 + none * bundled);
		expect(probabilityOfPurchase(customer, ink, state, 130, 2)).toBeCloseTo(expected, 12);
	});

	it('grows with the horizon and stays a probability', () => {
		const state = { lastOrder: 90, lastPurchase: 60, ownsPrinter: true };
		for (const product of [printer, ink]) {
			const growing = [1, 7, 30, 90, 365].map((h) => probabilityOfPurchase(customer, product, state, 100, h));
			expect(growing).toEqual(growing.toSorted((a, b) => a - b));
			expect(growing[0]).toBeGreaterThan(0);
			expect(growing[4]).toBeLessThan(1);
		}
	});

	it('is what happens: pairs of every size are bought as often as it says', () => {
		const bins = Array.from({ length: 10 }, () => ({ pairs: 0, expected: 0, bought: 0, variance: 0 }));
		const { labels, truth } = truthAndOutcome(shop, book, day('2024-03-01'), 60);
		truth.forEach((p, i) => {
			const bin = bins[Math.min(9, Math.floor(p * 10))];
			bin.pairs++;
			bin.expected += p;
			bin.bought += labels[i];
			bin.variance += p * (1 - p);
		});
		for (const { pairs, expected, bought, variance } of bins.slice(0, 9)) {
			expect(pairs).toBeGreaterThan(100);
			expect(Math.abs(bought - expected)).toBeLessThan(4 * Math.sqrt(variance));
		}
	});

	it('leaves a good model much to gain over popularity, and pairs above 70 %', () => {
		const question = defaultQuestion(book);
		if (question.kind !== 'next') throw new Error(question.kind);
		const { labels, truth, rows, products } = truthAndOutcome(shop, book, question.asOf, question.horizon);
		const rate = Array.from({ length: products }, (_, p) => {
			let bought = 0;
			for (let r = 0; r < rows; r++) bought += labels[r * products + p];
			return bought / rows;
		});
		const loss = (p: (i: number) => number) =>
			labels.reduce((sum, y, i) => sum - Math.log(y ? p(i) : 1 - p(i)), 0) / labels.length;
		const skill = 1 - loss((i) => truth[i]) / loss((i) => rate[i % products]);
		expect(skill).toBeGreaterThan(0.2);
		expect(truth.filter((p) => p >= 0.7).length).toBeGreaterThan(200);
	});

	it('knows what was done before the day, and nothing of the day itself', () => {
		const [first, second] = book.orderTime.slice(book.customerOrders[0], book.customerOrders[0] + 2);
		const name = book.customers[0];
		expect(second).toBeGreaterThan(first + 1);
		expect(shop.truth(name, 'Printers', first, 30)).toBeNaN();
		const before = shop.truth(name, 'Copy paper', second, 1);
		const silence = second - first;
		expect(before).toBeLessThan(0.2); // an order on this very day is no certainty
		expect(shop.truth(name, 'Copy paper', first + 1, silence + 1)).toBeGreaterThan(before);
	});

	it('is not known before the first order, nor for strangers', () => {
		expect(shop.truth('C-0001', 'Printers', day('2021-12-31'), 30)).toBeNaN();
		expect(() => shop.truth('C-9999', 'Printers', day('2024-01-01'), 30)).toThrow('shop.unknown');
		expect(() => shop.truth('C-0001', 'Cars', day('2024-01-01'), 30)).toThrow('shop.unknown');
	});
});
