import type { Category } from './types.js';

/**
 * Share of rows, from 0 to 1, whose value in `to` is the first one seen with their value in `from`: 1 when `from`
 * determines `to`. Only rows that have both count, and of each value of `from` all rows but the first; NaN if
 * there are none.
 */
export function dependency(from: Category, to: Category): number {
	const seen = new Int32Array(from.values.length).fill(-1);
	let same = 0;
	let asked = 0;
	for (let row = 0; row < from.codes.length; row++) {
		const a = from.codes[row];
		const b = to.codes[row];
		if (a < 0 || b < 0) continue;
		if (seen[a] < 0) {
			seen[a] = b;
			continue;
		}
		asked++;
		if (seen[a] === b) same++;
	}
	return same / asked;
}

/** Whether one column determines another, as far as rows have both: an order may name its customer on its first line only. */
export function tells(from: Category, to: Category): boolean {
	return !(dependency(from, to) <= 0.98);
}

/** [values of `product`]: how many different values of `customer` each occurs with (buyers per product). */
export function distinctPartners(product: Category, customer: Category): Int32Array {
	const rows = product.codes.length;
	const start = new Int32Array(product.values.length + 1);
	for (let row = 0; row < rows; row++)
		if (product.codes[row] >= 0 && customer.codes[row] >= 0) start[product.codes[row] + 1]++;
	for (let p = 0; p < product.values.length; p++) start[p + 1] += start[p];
	const next = start.slice();
	const grouped = new Int32Array(start[product.values.length]);
	for (let row = 0; row < rows; row++)
		if (product.codes[row] >= 0 && customer.codes[row] >= 0) grouped[next[product.codes[row]]++] = customer.codes[row];
	const last = new Int32Array(customer.values.length).fill(-1);
	const partners = new Int32Array(product.values.length);
	for (let p = 0; p < product.values.length; p++)
		for (let i = start[p]; i < start[p + 1]; i++)
			if (last[grouped[i]] !== p) {
				last[grouped[i]] = p;
				partners[p]++;
			}
	return partners;
}
