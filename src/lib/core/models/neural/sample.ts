import type { SparseRows } from '../../features/types.js';
import { hash } from './kernels.js';
import type { Material } from './material.js';
import type { Layout } from './shape.js';

/** Products that stand for all: pair losses in their columns, times the weights, come to the sum over all columns on average. */
export interface Sample {
	/** [columns] ascending */
	readonly product: Int32Array;
	/** [columns] 1 / the chance that the product is drawn */
	readonly weight: Float32Array;
}

/** How likely each product is drawn; `size` of them are drawn each time. */
export interface Chances {
	readonly size: number;
	/** [products] whole numbers of `unit`, which is certainty; they add up to size × unit. */
	readonly share: Float64Array;
	readonly unit: number;
}

/** What training looks at in place of all products. */
export interface Sampling {
	readonly chances: Chances;
	/** Validation looks at the same products each time, so that epochs can be compared. */
	readonly validation: Sample;
}

/** Exact in 64-bit floats for catalogues of any size. */
const unit = 2 ** 20;
/** Fewer products than so many times the drawn ones are not worth drawing from. */
const fewest = 4;
/** Validation is looked at once an epoch, and sees so many times as many; half of the products at most. */
const validated = 4;
/** Up to about so many multiplications an epoch, a second on one core, all products are looked at. */
const affordable = 2e9;

/**
 * The sampling of a training, or undefined where all products are quick enough: a step's cost grows with rows ×
 * products × the numbers that a product's weights are. `negatives`: products that a step draws, 0 to look at all.
 */
export function samplingOf(negatives: number, layout: Layout, train: Material, seed: number): Sampling | undefined {
	const { products } = layout.shape;
	const numbers = layout.width + layout.slot('ownBiases').columns;
	const isAffordable = 3 * train.rows * products * numbers <= affordable;
	if (!negatives || isAffordable || products < fewest * negatives) return undefined;
	const popularity = popularityOf(train.labels, products);
	return {
		chances: chancesOf(popularity, negatives),
		validation: draw(chancesOf(popularity, Math.min(validated * negatives, products >> 1)), hash(seed, products))
	};
}

/** [products] what chances are in proportion to: the root of the purchases, for rare products are alike in all rows. */
function popularityOf({ product }: SparseRows, products: number): Float64Array {
	const bought = new Float64Array(products).fill(1);
	for (const j of product) bought[j]++;
	return bought.map(Math.sqrt);
}

/** Chances in proportion to `importance` [products], all above 0, and at most 1; `size`: at most as many as products. */
export function chancesOf(importance: Float64Array, size: number, whole = unit): Chances {
	const share = new Float64Array(importance.length);
	let certain = 0;
	let rest = importance.reduce((sum, value) => sum + value, 0);
	const byImportance = Int32Array.from(importance.keys()).sort((a, b) => importance[b] - importance[a] || a - b);
	for (const product of byImportance) {
		if (certain === size || importance[product] * (size - certain) < rest) break;
		share[product] = whole;
		certain++;
		rest -= importance[product];
	}
	const left = byImportance.subarray(certain).slice().sort();
	const total = left.reduce((sum, product) => sum + importance[product], 0);
	const all = (size - certain) * whole;
	let sum = 0;
	let before = 0;
	left.forEach((product, i) => {
		sum += importance[product];
		const upTo = i === left.length - 1 ? all : Math.min(all, Math.round((sum / total) * all));
		share[product] = upTo - before;
		before = upTo;
	});
	return { size, share, unit: whole };
}

/**
 * Draws `size` products, each with its chance (systematic sampling, Madow 1949): the chances lie end to end on a line,
 * and a product is drawn where a tooth of a comb falls on it, whose first tooth is at `number` modulo the unit.
 */
export function draw({ size, share, unit: whole }: Chances, number: number): Sample {
	const product = new Int32Array(size);
	const weight = new Float32Array(size);
	let tooth = number % whole;
	let end = 0;
	let drawn = 0;
	for (let j = 0; j < share.length && drawn < size; j++) {
		end += share[j];
		if (tooth >= end) continue;
		product[drawn] = j;
		weight[drawn++] = whole / share[j];
		tooth += whole;
	}
	return { product, weight };
}

/** The products of a training step, by the step's seed. */
export function drawStep(chances: Chances, seed: number): Sample {
	return draw(chances, hash(seed, -1));
}
