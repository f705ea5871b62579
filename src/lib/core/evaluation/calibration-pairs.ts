import type { Examples } from '../features/types.js';
import type { Random } from '../random.js';
import { asked } from './asked.js';

/** The (row, product) pairs that calibration learns from, as columns of length n. */
export interface CalibrationPairs {
	readonly p: Float32Array;
	readonly product: Int32Array;
	readonly label: Uint8Array;
	/** What a pair stands for: above 1 where not-bought pairs were sampled. */
	readonly weight: Float32Array;
	readonly fold: Uint8Array;
	/** Index among the customers that occur. */
	readonly customer: Int32Array;
	readonly customers: number;
	readonly folds: number;
	/** Weights summed: how many pairs are asked. */
	readonly mass: number;
}

/**
 * Every bought pair and, beyond `most` of them, a seeded sample of the not bought ones, weighted to stand for all.
 * p: [rows × products]. Folds are dealt by customer.
 */
export function gatherPairs(p: Float32Array, examples: Examples, folds: number, most: number, random: Random): CalibrationPairs {
	const products = examples.book.products.length;
	const foldOf = new Int8Array(examples.book.customers.length).fill(-1);
	const indexOf = new Int32Array(foldOf.length);
	const present = Int32Array.from(new Set(examples.customer)).sort();
	present.forEach((customer, i) => (indexOf[customer] = i));
	const dealt = Math.min(folds, present.length);
	random.fork('folds').shuffle(present).forEach((customer, i) => (foldOf[customer] = i % dealt));
	const labels = asked(examples);
	const draw = random.fork('negatives');
	const positives = examples.labels?.product.length ?? 0;
	const share = Math.min(1, most / Math.max(1, p.length - positives));
	const capacity = share < 1 ? positives + Math.ceil(most + 6 * Math.sqrt(most)) : p.length;
	const pairs = {
		p: new Float32Array(capacity),
		product: new Int32Array(capacity),
		label: new Uint8Array(capacity),
		weight: new Float32Array(capacity),
		fold: new Uint8Array(capacity),
		customer: new Int32Array(capacity)
	};
	const limit = share * 2 ** 32;
	let room = capacity - positives;
	let n = 0;
	let mass = 0;
	for (let row = 0; row < examples.rows; row++) {
		const mark = labels(row);
		const customer = examples.customer[row];
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			mass++;
			if (!mark[j] && share < 1 && (draw.uint32() >= limit || room-- <= 0)) continue;
			pairs.p[n] = p[row * products + j];
			pairs.product[n] = j;
			pairs.label[n] = mark[j];
			pairs.weight[n] = mark[j] ? 1 : 1 / share;
			pairs.fold[n] = foldOf[customer];
			pairs.customer[n++] = indexOf[customer];
		}
	}
	return {
		p: pairs.p.subarray(0, n),
		product: pairs.product.subarray(0, n),
		label: pairs.label.subarray(0, n),
		weight: pairs.weight.subarray(0, n),
		fold: pairs.fold.subarray(0, n),
		customer: pairs.customer.subarray(0, n),
		customers: present.length,
		folds: dealt,
		mass
	};
}
