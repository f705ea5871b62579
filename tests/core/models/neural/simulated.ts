import type { Examples, FeatureDefinition, Question, SparseRows } from '../../../../src/lib/core/features/types.js';
import { Random } from '../../../../src/lib/core/random.js';

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export const feature = (name: string, scope: 'customer' | 'product', values?: string[]): FeatureDefinition => ({
	name,
	scope,
	kind: values ? 'category' : 'number',
	unit: '',
	meaning: name,
	source: 'simulated',
	...(values && { values })
});

export function sparse(rows: number[][]): SparseRows {
	const start = Int32Array.from({ length: rows.length + 1 }, (_, r) => rows.slice(0, r).reduce((n, row) => n + row.length, 0));
	return { start, product: Int32Array.from(rows.flat()) };
}

interface Parts {
	customer: FeatureDefinition[];
	product: FeatureDefinition[];
	products: number;
	x: number[][];
	entries?: number[][];
	entryX?: number[][];
	absentX?: number[];
	entryCustomerX?: number[][];
	entryIgnored?: number[];
	labels?: number[][];
	question?: Question;
}

/** Examples from nested lists, a customer a row. */
export function examplesOf(parts: Parts): Examples {
	const rows = parts.x.length;
	const names = (prefix: string, n: number) => Array.from({ length: n }, (_, i) => `${prefix}${i}`);
	const none = new Int32Array(0);
	return {
		book: {
			customers: names('C', rows),
			products: names('P', parts.products),
			orderIds: [],
			customerOrders: new Int32Array(rows + 1),
			orderTime: new Float64Array(0),
			orderLines: none,
			lineProduct: none,
			lineAmount: new Float64Array(0),
			lineQuantity: new Float64Array(0),
			lineReturned: new Uint8Array(0),
			attributes: [],
			from: 0,
			to: 0
		},
		question: parts.question ?? { kind: 'next', horizon: 30, asOf: 0, snapshots: 1 },
		features: { customer: parts.customer, product: parts.product },
		rows,
		customer: Int32Array.from({ length: rows }, (_, r) => r),
		cut: new Int32Array(rows),
		asOf: new Float64Array(rows),
		x: Float32Array.from(parts.x.flat()),
		entries: sparse(parts.entries ?? parts.x.map(() => [])),
		entryX: Float32Array.from((parts.entryX ?? []).flat()),
		absentX: Float32Array.from(parts.absentX ?? []),
		...(parts.entryCustomerX && { entryCustomerX: Float32Array.from(parts.entryCustomerX.flat()) }),
		...(parts.entryIgnored && { entryIgnored: Uint8Array.from(parts.entryIgnored) }),
		...(parts.labels && { labels: sparse(parts.labels) })
	};
}

/**
 * Customers with two numbers (the second skewed, sometimes missing) and a region; products they bought before with
 * the days since. Whether they buy again follows from all of it; `truth` [rows × products] is the probability.
 */
export function simulate(rows: number, products: number, seed: number): { examples: Examples; truth: Float64Array } {
	const random = new Random(seed);
	const world = new Random('world');
	const tastes = Array.from({ length: products }, () => [2 * world.normal(), world.normal(), world.next() - 2]);
	const truth = new Float64Array(rows * products);
	const x: number[][] = [];
	const entries: number[][] = [];
	const entryX: number[][] = [];
	const labels: number[][] = [];
	for (let r = 0; r < rows; r++) {
		const taste = random.normal();
		const size = random.normal();
		const region = random.integer(3);
		x.push([taste, random.next() < 0.1 ? NaN : Math.exp(2 * size), region]);
		entries.push([]);
		labels.push([]);
		for (let p = 0; p < products; p++) {
			let z = tastes[p][0] * taste + tastes[p][1] * size + tastes[p][2] + (region === p % 3 ? 1 : 0);
			if (random.next() < 0.3) {
				const days = random.next() * 100;
				entries[r].push(p);
				entryX.push([days, random.next() < 0.3 ? NaN : random.next()]);
				z += days > 50 ? 2.5 : -1.5;
			}
			truth[r * products + p] = sigmoid(z);
			if (random.next() < truth[r * products + p]) labels[r].push(p);
		}
	}
	const customer = [feature('taste', 'customer'), feature('size', 'customer'), feature('region', 'customer', ['n', 's', 'e'])];
	const product = [feature('days', 'product'), feature('share', 'product')];
	return { examples: examplesOf({ customer, product, products, x, entries, entryX, absentX: [NaN, 0], labels }), truth };
}

/** Mean cross-entropy over all pairs, nats. */
export function logLoss(p: ArrayLike<number>, examples: Examples): number {
	const products = examples.book.products.length;
	let sum = 0;
	for (let r = 0; r < examples.rows; r++) {
		const bought = new Set(examples.labels?.product.subarray(examples.labels.start[r], examples.labels.start[r + 1]));
		for (let k = 0; k < products; k++) sum -= Math.log(bought.has(k) ? p[r * products + k] : 1 - p[r * products + k]);
	}
	return sum / (examples.rows * products);
}

/** Every row's answer is the share of training rows that bought the product. */
export function popularity(train: Examples, rows: number): Float64Array {
	const products = train.book.products.length;
	const counts = new Float64Array(products);
	for (const product of train.labels?.product ?? []) counts[product]++;
	return Float64Array.from({ length: rows * products }, (_, i) => (counts[i % products] + 0.5) / (train.rows + 1));
}

/**
 * The question `ever`: the customer's only feature is how many products they own, with the asked product left out for
 * owned pairs; a customer who owns one product is not asked about it.
 */
export function simulateEver(rows: number, products: number, seed: number): Examples {
	const random = new Random(seed);
	const owned = Array.from({ length: rows }, () =>
		Array.from({ length: products }, (_, p) => p).filter(() => random.next() < 0.35)
	);
	const count = (n: number) => [n, n ? n / products : NaN];
	return examplesOf({
		customer: [feature('diversity', 'customer'), feature('share', 'customer')],
		product: [],
		products,
		x: owned.map((list) => count(list.length)),
		entries: owned,
		labels: owned,
		entryCustomerX: owned.flatMap((list) => list.map(() => count(list.length - 1))),
		entryIgnored: owned.flatMap((list) => list.map(() => (list.length === 1 ? 1 : 0))),
		question: { kind: 'ever' }
	});
}
