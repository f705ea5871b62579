import { describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../../src/lib/core/data/office-shop.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { editOrders, snapshotOf } from '../../../../src/lib/core/features/edit.js';
import { parameterGroups } from '../../../../src/lib/core/explanation/groups.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { productTable } from '../../../../src/lib/core/features/table.js';
import type { Examples, SparseRows } from '../../../../src/lib/core/features/types.js';
import { AffinityInputs, withAffinity } from '../../../../src/lib/core/models/renewal/affinity-columns.js';
import { affinityScores } from '../../../../src/lib/core/models/renewal/affinity.js';
import { fitAffinity } from '../../../../src/lib/core/models/renewal/fit-affinity.js';
import { orderRows } from '../../../../src/lib/core/models/renewal/rows.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';
import { Random } from '../../../../src/lib/core/random.js';

const book = buildOrderBook(simulateOfficeShop({ seed: 3, customers: 300 }).transactions);
const question = defaultQuestion(book);
const { train, test } = splitExamples(book, question, 1);
const orders = orderRows(train);
const at = (product: string) => book.products.indexOf(product);
const fitted = fitAffinity(orders, new Random(1));
if (!fitted) throw new TypeError('nothing found');

const sparse = (rows: readonly (readonly number[])[]): SparseRows => {
	const start = new Int32Array(rows.length + 1);
	rows.forEach((row, r) => (start[r + 1] = start[r] + row.length));
	return { start, product: Int32Array.from(rows.flat()) };
};

/** A row per customer: what was ever bought, and what the order holds. */
function rowsOf(products: readonly string[], bought: readonly (readonly number[])[], held: readonly (readonly number[])[]): Examples {
	const customer = Int32Array.from(bought.keys());
	return { ...train, book: { ...book, products, customers: bought.map((_, c) => `${c}`) }, rows: bought.length, customer, entries: sparse(bought), labels: sparse(held) };
}

describe('what other purchases say of a product', () => {
	it('is a ridge regression on what was ever bought, of the product itself left out', () => {
		// Of ten who had bought A eight buy B, of ten others two: 3 / (5 + 1) of a share more, about a mean of one half.
		const bought = Array.from({ length: 20 }, (_, c) => (c < 10 ? [0] : c < 15 ? [1] : []));
		const held = Array.from({ length: 20 }, (_, c) => (c < 8 || c === 10 || c === 15 ? [1] : []));
		const found = fitAffinity(rowsOf(['A', 'B'], bought, held), new Random(1), { products: Int32Array.of(1), ridge: 1 });
		const expected = [0.25, 0.5, 0];
		expect(found?.affinity.weights).toHaveLength(3);
		found?.affinity.weights.forEach((weight, i) => expect(weight).toBeCloseTo(expected[i], 6));
	});

	it('finds out of which products it is worth asking: toner goes with some, but not with others', () => {
		const { products, affinity } = fitted;
		const toner = products.indexOf(at('Toner'));
		const weight = (product: string) => affinity.weights[toner * (1 + book.products.length) + 1 + at(product)];
		expect(weight('Printers')).toBeGreaterThan(0.05);
		expect(weight('Ink cartridges')).toBeLessThan(-0.05);
		expect(weight('Toner')).toBe(0);
	});

	it('finds nothing where it only matters how many others were bought, or nothing does', () => {
		const random = new Random(7);
		const products = ['A', 'B', 'C', 'D', 'E'];
		const some = (share: number) => products.flatMap((_, p) => (random.next() < share ? [p] : []));
		const bought = Array.from({ length: 600 }, () => some(0.5));
		expect(fitAffinity(rowsOf(products, bought, bought.map((own) => some(0.1 + 0.1 * own.length))), new Random(1))).toBeUndefined();
		expect(fitAffinity(rowsOf(products, bought, bought.map(() => some(0.3))), new Random(1))).toBeUndefined();
	});

	it('is left alone where rows are few beside products', () => {
		const bought = Array.from({ length: 19 }, (_, c) => (c % 2 ? [0] : []));
		expect(fitAffinity(rowsOf(['A', 'B'], bought, bought.map((own) => own.map(() => 1))), new Random(1), { products: Int32Array.of(1), ridge: 1 })).toBeUndefined();
	});

	it('is told to customers by others alone while it is learned', () => {
		const customer = orders.customer[40];
		const labels = sparse(Array.from(orders.customer, (c, r) => (c === customer ? [...book.products.keys()] : [...(orders.labels?.product.subarray(orders.labels.start[r], orders.labels.start[r + 1]) ?? [])])));
		const again = fitAffinity({ ...orders, labels }, new Random(1), fitted);
		let [own, others] = [0, 0];
		fitted.outOfFold.forEach((score, i) => {
			const r = Math.floor(i / fitted.products.length);
			const isMoved = again?.outOfFold[i] !== score;
			if (orders.customer[r] === customer) own += isMoved ? 1 : 0;
			else others += isMoved ? 1 : 0;
		});
		expect(own).toBe(0);
		expect(others).toBeGreaterThan(orders.rows);
	});

	it('knows of nothing from the as-of date on', () => {
		const { affinity } = fitted;
		const scores = affinityScores(affinity, orders);
		const width = 1 + book.products.length;
		for (let r = 0; r < orders.rows; r += 11) {
			const bought = new Set<number>();
			for (let o = book.customerOrders[orders.customer[r]]; o < book.customerOrders[orders.customer[r] + 1]; o++)
				if (book.orderTime[o] < orders.asOf[r]) for (let line = book.orderLines[o]; line < book.orderLines[o + 1]; line++) bought.add(book.lineProduct[line]);
			affinity.products.forEach((_, c) => {
				const expected = [...bought].reduce((sum, p) => sum + affinity.weights[c * width + 1 + p], affinity.weights[c * width]);
				expect(scores[r * affinity.products.length + c]).toBeCloseTo(expected, 5);
			});
		}
	});
});

describe('columns for what other purchases say', () => {
	const inputs = new AffinityInputs(test.features, book.products, fitted.affinity);

	it('come to trees as these learned from them', () => {
		const learned = withAffinity(test, fitted.products, affinityScores(fitted.affinity, test));
		const wide = inputs.of(test);
		for (const p of book.products.keys()) expect(inputs.tableOf(p, productTable(wide, p), test.rows)).toEqual(productTable(learned, p));
	});

	it('are one parameter with how many products were bought, of which each product has but its own', () => {
		const groups = parameterGroups(inputs.features);
		expect(groups.map(({ lead }) => inputs.features.customer[lead]?.name)).toEqual(parameterGroups(test.features).map(({ lead }) => test.features.customer[lead]?.name));
		const own = inputs.groupsOf(at('Toner'), groups.map(({ columns }) => columns));
		const last = test.features.customer.length + test.features.product.length;
		expect([...own.flatMap((columns) => [...columns])].sort((a, b) => a - b)).toEqual(Array.from({ length: last + 1 }, (_, c) => c));
		expect(own[groups.findIndex(({ lead }) => inputs.features.customer[lead]?.name === 'product_diversity')]).toContain(last);
	});

	it('follow an order that is added', () => {
		const customer = Array.from(test.customer).find((c) => !productsOf(c).has(at('Printers'))) ?? 0;
		const column = test.features.customer.length + fitted.products.indexOf(at('Toner'));
		const line = { product: at('Printers'), amount: 100, quantity: 1, returned: false };
		const scoreOf = (edits: Parameters<typeof editOrders>[2]) => inputs.of(snapshotOf(editOrders(book, customer, edits), question)).x[column];
		const weight = fitted.affinity.weights[fitted.products.indexOf(at('Toner')) * (1 + book.products.length) + 1 + at('Printers')];
		expect(scoreOf([{ kind: 'add-order', time: book.to, lines: [line] }]) - scoreOf([])).toBeCloseTo(weight, 5);
	});
});

function productsOf(customer: number): Set<number> {
	const [from, to] = [book.customerOrders[customer], book.customerOrders[customer + 1]];
	return new Set(book.lineProduct.subarray(book.orderLines[from], book.orderLines[to]));
}
