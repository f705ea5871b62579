import type { Histories } from './histories.js';
import { OwnHistory } from './own.js';
import { sharedFloats } from './shared.js';

/** [products] log of customers over those who hold the product in their first ends[c] orders, plus one; 0 for the unheld. */
export function inverseFrequency(histories: Histories, ends: Int32Array): Float32Array {
	const { customers, products } = histories;
	const holders = new Int32Array(products);
	const own = new OwnHistory(histories);
	for (let c = 0; c < customers; c++) {
		own.read(c, ends[c]);
		for (let i = 0; i < own.size; i++) holders[own.item[i]]++;
	}
	const idf = sharedFloats(products);
	for (let p = 0; p < products; p++) if (holders[p] > 0) idf[p] = Math.max(0, Math.log(customers / (holders[p] + 1)));
	return idf;
}

/** [size] log(1 + decayed count) × inverse frequency, of length 1, into `out`. */
export function decayedProfile(own: OwnHistory, idf: Float32Array, out: Float32Array): void {
	let square = 0;
	for (let i = 0; i < own.size; i++) {
		out[i] = Math.log1p(own.d80[i]) * idf[own.item[i]];
		square += out[i] * out[i];
	}
	scale(out, own.size, square);
}

/** [size] the same of the last order alone: 0 for what is not in it. */
export function lastProfile(own: OwnHistory, idf: Float32Array, out: Float32Array): void {
	let square = 0;
	for (let i = 0; i < own.size; i++) {
		out[i] = own.recent[i] === 0 ? idf[own.item[i]] : 0;
		square += out[i] * out[i];
	}
	scale(out, own.size, square);
}

function scale(values: Float32Array, size: number, square: number): void {
	const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
	for (let i = 0; i < size; i++) values[i] *= factor;
}
