import { parameterName } from '../../features/registry.js';
import type { Examples, FeatureDefinition, FeatureSet } from '../../features/types.js';
import type { ModelInputs } from '../types.js';
import { affinityScores } from './affinity.js';
import type { Affinity } from './affinity.js';

const name = 'expected_of_others';
const definition = { kind: 'number', unit: 'share', meaning: 'The share of orders that hold the product, to be expected of which other products the customer bought.', source: 'orders', fixed: true } as const;

/** What trees take: the features, and last of all the product's own affinity, 0 where it has none. */
export function treeFeatures({ customer, product }: FeatureSet): FeatureSet {
	return { customer, product: [...product, { name, scope: 'product', ...definition }] };
}

/** Rows with each product's affinity as `treeFeatures` has it. scores: [rows × columns of `products`]. */
export function withAffinity(examples: Examples, products: Int32Array, scores: Float32Array): Examples {
	const { book, rows, entries, entryX, absentX, features } = examples;
	const count = book.products.length;
	const own = features.product.length;
	const columnOf = columnsOf(products, count);
	const start = Int32Array.from({ length: rows + 1 }, (_, r) => r * count);
	const all = new Float32Array(rows * count * (own + 1));
	for (let r = 0, at = 0; r < rows; r++) {
		let e = entries.start[r];
		for (let p = 0; p < count; p++) {
			const isKnown = e < entries.start[r + 1] && entries.product[e] === p;
			for (let j = 0; j < own; j++) all[at++] = isKnown ? entryX[e * own + j] : absentX[j];
			all[at++] = columnOf[p] < 0 ? 0 : scores[r * products.length + columnOf[p]];
			if (isKnown) e++;
		}
	}
	return { ...examples, features: treeFeatures(features), entries: { start, product: Int32Array.from({ length: rows * count }, (_, i) => i % count) }, entryX: all, absentX: Float32Array.of(...absentX, 0) };
}

/**
 * The columns that a model with an affinity takes: the features, and after those of the customer a score per product that
 * others say something of. They follow from which products were ever bought, and so are one parameter with how many.
 */
export class AffinityInputs implements ModelInputs {
	readonly isNamed = true;
	readonly features: FeatureSet;
	/** [products] the place of its score, -1 where it has none. */
	readonly #columnOf: Int32Array;
	readonly #width: number;

	constructor(
		readonly base: FeatureSet,
		readonly products: readonly string[],
		readonly affinity: Affinity
	) {
		const scores = Array.from(affinity.products, (p): FeatureDefinition => ({ name: parameterName(products[p], name), scope: 'customer', ...definition, with: 'product_diversity' }));
		this.features = { customer: [...base.customer, ...scores], product: base.product };
		this.#columnOf = columnsOf(affinity.products, products.length);
		this.#width = base.customer.length + base.product.length;
	}

	of(examples: Examples): Examples {
		const { rows, x } = examples;
		const own = this.base.customer.length;
		const scores = this.scores(examples);
		const count = this.affinity.products.length;
		const wide = new Float32Array(rows * (own + count));
		for (let r = 0; r < rows; r++) {
			wide.set(x.subarray(r * own, (r + 1) * own), r * (own + count));
			wide.set(scores.subarray(r * count, (r + 1) * count), r * (own + count) + own);
		}
		return { ...examples, features: this.features, x: wide };
	}

	/** [rows × scores] of rows of any book. */
	scores(examples: Examples): Float32Array {
		const index = new Map(this.products.map((product, p) => [product, p]));
		return affinityScores(this.affinity, examples, Int32Array.from(examples.book.products, (product) => index.get(product) ?? -1));
	}

	/** What trees take of a product's table [rows × columns]. */
	tableOf(product: number, table: Float32Array, rows: number): Float32Array {
		const [own, count] = [this.base.customer.length, this.affinity.products.length];
		const out = new Float32Array(rows * (this.#width + 1));
		for (let r = 0; r < rows; r++) {
			const [from, to] = [r * (this.#width + count), r * (this.#width + 1)];
			out.set(table.subarray(from, from + own), to);
			out.set(table.subarray(from + own + count, from + count + this.#width), to + own);
			out[to + this.#width] = this.#columnOf[product] < 0 ? 0 : table[from + own + this.#columnOf[product]];
		}
		return out;
	}

	/** The columns of each group among those that trees take of a product. */
	groupsOf(product: number, groups: readonly Int32Array[]): Int32Array[] {
		const [own, count] = [this.base.customer.length, this.affinity.products.length];
		const place = (c: number): number[] => {
			if (c < own) return [c];
			if (c >= own + count) return [c - count];
			return c - own === this.#columnOf[product] ? [this.#width] : [];
		};
		return groups.map((columns) => Int32Array.from([...columns].flatMap(place)));
	}
}

function columnsOf(products: Int32Array, count: number): Int32Array {
	const columnOf = new Int32Array(count).fill(-1);
	products.forEach((product, c) => (columnOf[product] = c));
	return columnOf;
}
