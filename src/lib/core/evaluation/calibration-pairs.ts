import type { Examples } from '../features/types.js';
import type { Random } from '../random.js';
import { asked } from './asked.js';

/** The (row, product) pairs that calibration learns from, as columns of length n. */
export interface CalibrationPairs {
	readonly p: Float32Array;
	readonly product: Int32Array;
	readonly label: Uint8Array;
	/** How many pairs it stands for: above 1 where its class was sampled. */
	readonly weight: Float32Array;
	readonly fold: Uint8Array;
	/** Index among the as-of dates, ascending; all 0 where the question has no dates. */
	readonly date: Int32Array;
	readonly dates: number;
	/** Index among the customers that occur. */
	readonly customer: Int32Array;
	readonly customers: number;
	readonly folds: number;
	/** Weights summed: how many pairs are asked. */
	readonly mass: number;
}

/**
 * The bought and the not bought pairs; of a class with more than `most` a seeded sample of about that many, weighted to
 * stand for all. p: [rows × products]. Folds are dealt by customer.
 */
export function gatherPairs(p: Float32Array, examples: Examples, folds: number, most: number, random: Random): CalibrationPairs {
	const products = examples.book.products.length;
	const foldOf = dealFolds(examples, folds, random);
	const indexOf = new Int32Array(foldOf.length);
	const present = Int32Array.from(new Set(examples.customer)).sort();
	present.forEach((customer, i) => (indexOf[customer] = i));
	const dealt = Math.min(folds, present.length);
	const labels = asked(examples);
	const draw = random.fork('sample');
	const bought = Math.max(1, examples.labels?.product.length ?? 0);
	const share = [Math.min(1, most / Math.max(1, p.length - bought)), Math.min(1, most / bought)];
	const capacity = share.map((s, label) => (s < 1 ? Math.ceil(most + 8 * Math.sqrt(most)) : label ? bought : p.length));
	const room = [...capacity];
	const length = capacity[0] + capacity[1];
	const pairs = {
		p: new Float32Array(length),
		product: new Int32Array(length),
		label: new Uint8Array(length),
		weight: new Float32Array(length),
		fold: new Uint8Array(length),
		date: new Int32Array(length),
		customer: new Int32Array(length)
	};
	const days = examples.question.kind === 'next' ? [...new Set(examples.asOf)].sort((a, b) => a - b) : [];
	let n = 0;
	let mass = 0;
	for (let row = 0; row < examples.rows; row++) {
		const mark = labels(row);
		const customer = examples.customer[row];
		const date = Math.max(0, days.indexOf(examples.asOf[row]));
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			mass++;
			const label = mark[j];
			if (share[label] < 1 && (draw.uint32() >= share[label] * 2 ** 32 || room[label]-- <= 0)) continue;
			pairs.p[n] = p[row * products + j];
			pairs.product[n] = j;
			pairs.label[n] = label;
			pairs.weight[n] = 1 / share[label];
			pairs.fold[n] = foldOf[customer];
			pairs.date[n] = date;
			pairs.customer[n++] = indexOf[customer];
		}
	}
	return {
		p: pairs.p.subarray(0, n),
		product: pairs.product.subarray(0, n),
		label: pairs.label.subarray(0, n),
		weight: pairs.weight.subarray(0, n),
		fold: pairs.fold.subarray(0, n),
		date: pairs.date.subarray(0, n),
		dates: Math.max(1, days.length),
		customer: pairs.customer.subarray(0, n),
		customers: present.length,
		folds: dealt,
		mass
	};
}

/** [customers of the book] the fold of each customer of the examples, at most as many as customers; -1 for all others. */
export function dealFolds(examples: Pick<Examples, 'book' | 'customer'>, folds: number, random: Random): Int8Array {
	const foldOf = new Int8Array(examples.book.customers.length).fill(-1);
	const present = Int32Array.from(new Set(examples.customer)).sort();
	const dealt = Math.min(folds, present.length);
	random.fork('folds').shuffle(present).forEach((customer, i) => (foldOf[customer] = i % dealt));
	return foldOf;
}

/** The pairs of all folds but one, as if its customers had never been there. */
export function pairsOutside(pairs: CalibrationPairs, out: number): CalibrationPairs {
	const kept = Int32Array.from(pairs.fold.keys()).filter((i) => pairs.fold[i] !== out);
	const indexOf = new Int32Array(pairs.customers).fill(-1);
	let customers = 0;
	const customer = kept.map((i) => {
		const c = pairs.customer[i];
		if (indexOf[c] < 0) indexOf[c] = customers++;
		return indexOf[c];
	});
	const weight = Float32Array.from(kept, (i) => pairs.weight[i]);
	return {
		...pairs,
		p: Float32Array.from(kept, (i) => pairs.p[i]),
		product: kept.map((i) => pairs.product[i]),
		label: Uint8Array.from(kept, (i) => pairs.label[i]),
		weight,
		fold: Uint8Array.from(kept, (i) => pairs.fold[i] - (pairs.fold[i] > out ? 1 : 0)),
		date: kept.map((i) => pairs.date[i]),
		customer,
		customers,
		folds: pairs.folds - 1,
		mass: weight.reduce((a, b) => a + b, 0)
	};
}

/** Pairs that are alike, counted together: columns of length n. */
export interface PairCells {
	/** Mean position of the cell's pairs. */
	readonly z: Float64Array;
	readonly group: Int32Array;
	readonly fold: Uint8Array;
	readonly weight: Float64Array;
	/** Weight of the bought ones. */
	readonly bought: Float64Array;
}

/**
 * Counts pairs by position (z, logits, in cells of the width), group and fold: fits on cells cost a fraction of fits on
 * pairs. A cell stands at its pairs' mean, so what is lost is of second order in the width. z and group: [pairs].
 */
export function countCells(pairs: CalibrationPairs, z: ArrayLike<number>, group: ArrayLike<number>, width: number): PairCells {
	const index = new Map<number, number>();
	const of = new Int32Array(z.length);
	for (let i = 0; i < z.length; i++) {
		const key = (group[i] * 8192 + Math.round(z[i] / width) + 4096) * pairs.folds + pairs.fold[i];
		const cell = index.get(key) ?? index.size;
		if (cell === index.size) index.set(key, cell);
		of[i] = cell;
	}
	const n = index.size;
	const cells = {
		z: new Float64Array(n),
		group: new Int32Array(n),
		fold: new Uint8Array(n),
		weight: new Float64Array(n),
		bought: new Float64Array(n)
	};
	for (let i = 0; i < z.length; i++) {
		const cell = of[i];
		cells.z[cell] += pairs.weight[i] * z[i];
		cells.group[cell] = group[i];
		cells.fold[cell] = pairs.fold[i];
		cells.weight[cell] += pairs.weight[i];
		cells.bought[cell] += pairs.weight[i] * pairs.label[i];
	}
	for (let c = 0; c < n; c++) cells.z[c] /= cells.weight[c];
	return cells;
}
