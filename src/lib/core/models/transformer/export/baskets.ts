import type { Examples } from '../../../features/types.js';
import type { TransformerModel } from '../model.js';

/** The inputs of an exported transformer that say what its rows bought, see `toTransformerOnnx`. */
export interface BasketInputs {
	/** Places for baskets: as many as the row with the most has, one at least. */
	readonly baskets: number;
	/** [rows × baskets × products] */
	readonly basket: Float32Array;
	/** [rows × baskets] */
	readonly gap: Float32Array;
	/** [rows × baskets] */
	readonly first: Float32Array;
}

/** What each row's last orders before its moment were, as other programs are to give it. */
export function basketInputs(model: TransformerModel, examples: Examples): BasketInputs {
	const { rows, book, customer } = examples;
	const { first: from, last: to, start, product } = model.sequences(examples);
	const products = book.products.length;
	const baskets = from.reduce((most, f, r) => Math.max(most, to[r] - f), 1);
	const basket = new Float32Array(rows * baskets * products);
	const gap = new Float32Array(rows * baskets).fill(NaN);
	const first = new Float32Array(rows * baskets);
	for (let r = 0; r < rows; r++) {
		const begin = book.customerOrders[customer[r]];
		for (let o = from[r]; o < to[r]; o++) {
			const place = (r + 1) * baskets - (to[r] - o);
			first[place] = o === begin ? 1 : 0;
			gap[place] = o === begin ? 0 : book.orderTime[o] - book.orderTime[o - 1];
			for (let i = start[o]; i < start[o + 1]; i++) basket[place * products + product[i]] = 1;
		}
	}
	return { baskets, basket, gap, first };
}
