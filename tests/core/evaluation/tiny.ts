import type { Examples, FeatureSet, OrderBook } from '../../../src/lib/core/features/types.js';
import { Random } from '../../../src/lib/core/random.js';

export const noFeatures: FeatureSet = { customer: [], product: [] };

/** A book of nothing but names. */
export function tinyBook(customers: number, products: number): OrderBook {
	return {
		customers: Array.from({ length: customers }, (_, c) => `customer ${c}`),
		products: Array.from({ length: products }, (_, j) => `product ${j}`),
		orderIds: [],
		customerOrders: new Int32Array(customers + 1),
		orderTime: new Float64Array(0),
		orderLines: new Int32Array(1),
		lineProduct: new Int32Array(0),
		lineAmount: new Float64Array(0),
		lineQuantity: new Float64Array(0),
		lineReturned: new Uint8Array(0),
		attributes: [],
		from: 0,
		to: 0
	};
}

/**
 * Labelled examples without features from dense labels, [rows][products]: 1 bought, 0 not, 2 not asked (a label of an
 * ignored pair).
 */
export function tinyExamples(dense: readonly (readonly number[])[], customerOf?: readonly number[]): Examples {
	const customer = Int32Array.from(customerOf ?? dense.map((_, r) => r));
	const products = dense[0]?.length ?? 0;
	const sparse = (keep: (label: number) => boolean) => {
		const start = [0];
		const product: number[] = [];
		for (const row of dense) {
			row.forEach((label, j) => keep(label) && product.push(j));
			start.push(product.length);
		}
		return { start: Int32Array.from(start), product: Int32Array.from(product) };
	};
	const bought = sparse((label) => label > 0);
	const ignored = dense.flatMap((row) => row.filter((label) => label > 0).map((label) => (label === 2 ? 1 : 0)));
	return {
		book: tinyBook(Math.max(-1, ...customer) + 1, products),
		question: { kind: 'ever' },
		features: noFeatures,
		rows: dense.length,
		customer,
		cut: new Int32Array(dense.length),
		asOf: new Float64Array(dense.length),
		x: new Float32Array(0),
		entries: bought,
		entryX: new Float32Array(0),
		absentX: new Float32Array(0),
		...(ignored.includes(1) && { entryIgnored: Uint8Array.from(ignored) }),
		labels: bought
	};
}

export const sigmoid = (z: number) => 1 / (1 + Math.exp(-z));

export interface Simulation {
	readonly examples: Examples;
	/** [rows × products] the probabilities that the labels were drawn from. */
	readonly truth: Float32Array;
	/** [products] the mean probability of each product. */
	readonly rates: Float32Array;
}

/** Labels drawn from known probabilities: a rate per product moved by `signal` × a standard normal per pair, in logits. */
export function simulate(rows: number, products: number, signal: number, seed: number | string, perCustomer = 1): Simulation {
	const random = new Random(seed);
	const base = Array.from({ length: products }, () => -2 + random.normal());
	const truth = new Float32Array(rows * products);
	const dense = Array.from({ length: rows }, (_, r) =>
		base.map((b, j) => {
			truth[r * products + j] = sigmoid(b + signal * random.normal());
			return random.next() < truth[r * products + j] ? 1 : 0;
		})
	);
	const rates = new Float32Array(products);
	for (let i = 0; i < truth.length; i++) rates[i % products] += truth[i] / rows;
	const customers = dense.map((_, r) => Math.floor(r / perCustomer));
	return { examples: tinyExamples(dense, customers), truth, rates };
}
