import type { OrderBook } from './types.js';

/** What one bought line of each product usually is: medians, [products]. NaN amounts where the data has none. */
export interface TypicalLines {
	readonly amount: Float64Array;
	readonly quantity: Float64Array;
	/** [products] how many lines were bought. */
	readonly lines: Int32Array;
	/** The medians over all products, for one that nobody bought. */
	readonly anyAmount: number;
	readonly anyQuantity: number;
}

const known = new WeakMap<OrderBook, TypicalLines>();

/** The (lower) medians over all lines that are no credit; remembered with the book. n log n in lines. */
export function typicalLines(book: OrderBook): TypicalLines {
	const before = known.get(book);
	if (before) return before;
	const products = book.products.length;
	const start = new Int32Array(products + 1);
	const bought = (line: number) => book.lineQuantity[line] > 0;
	for (let line = 0; line < book.lineProduct.length; line++) if (bought(line)) start[book.lineProduct[line] + 1]++;
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const grouped = (values: Float64Array) => {
		const next = start.slice();
		const out = new Float64Array(start[products]);
		for (let line = 0; line < values.length; line++) if (bought(line)) out[next[book.lineProduct[line]]++] = values[line];
		return out;
	};
	const amounts = grouped(book.lineAmount);
	const quantities = grouped(book.lineQuantity);
	const anyAmount = median(amounts.slice());
	const anyQuantity = median(quantities.slice()) || 1;
	const ofEach = (values: Float64Array, otherwise: number) =>
		Float64Array.from({ length: products }, (_, p) => {
			const found = median(values.subarray(start[p], start[p + 1]));
			return Number.isNaN(found) ? otherwise : found;
		});
	const typical = {
		amount: ofEach(amounts, anyAmount),
		quantity: ofEach(quantities, anyQuantity),
		lines: Int32Array.from({ length: products }, (_, p) => start[p + 1] - start[p]),
		anyAmount,
		anyQuantity
	};
	known.set(book, typical);
	return typical;
}

/** Lower median of the known values, sorted in place; NaN of none. */
function median(values: Float64Array): number {
	values.sort();
	let end = values.length;
	while (end > 0 && Number.isNaN(values[end - 1])) end--;
	return end ? values[(end - 1) >> 1] : NaN;
}
