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
	const factor = square > 0 ? 1 / Math.sqrt(square) : 0;
	for (let i = 0; i < own.size; i++) out[i] *= factor;
}
