import type { Category } from './types.js';

/**
 * [orders] for an export that names the customer (or the date) on the first line of an order only: the one code that
 * the order's lines have, -1 where they have none or several. `map` gives the code that a value of `of` stands for.
 */
export function onlyCodes(order: Category, of: Category, map: ArrayLike<number>): Int32Array {
	const owner = new Int32Array(order.values.length).fill(-1);
	for (let row = 0; row < order.codes.length; row++) {
		const id = order.codes[row];
		const code = of.codes[row] < 0 ? -1 : map[of.codes[row]];
		if (id < 0 || code < 0 || owner[id] === code) continue;
		owner[id] = owner[id] === -1 ? code : -2;
	}
	return owner;
}
