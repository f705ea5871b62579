import { Random } from '../../random.js';
import { bestKernels } from '../neural/kernels-best.js';
import type { Histories } from './histories.js';
import { OwnHistory } from './own.js';
import { decayedProfile } from './profile.js';
import { sharedFloats } from './shared.js';
import { cholesky, invertLower } from './symmetric.js';

export interface EmbeddingTask {
	readonly histories: Histories;
	/** Orders of each customer that are read. */
	readonly ends: Int32Array;
	readonly idf: Float32Array;
	/** Every so manyth customer is read. */
	readonly step: number;
	readonly rank: number;
	readonly seed: string;
}

/** Passes of the iteration: more no longer change what is ranked. */
const PASSES = 7;

/**
 * Products in few dimensions, [products × rank], columns orthonormal: the span of the first right singular vectors of the
 * customers' decayed tf-idf profiles, by subspace iteration (Halko, Martinsson & Tropp 2011) with Cholesky QR.
 */
export function embedProducts({ histories, ends, idf, step, rank, seed }: EmbeddingTask): Float32Array {
	const { products } = histories;
	const profiles = sparseProfiles(histories, ends, idf, step);
	const random = new Random(seed);
	const [z, gram, next] = [0, products * rank, products * rank + rank * rank];
	const kernels = bestKernels(2 * products * rank + rank * rank);
	const basis = kernels.memory.subarray(z, gram);
	for (let i = 0; i < basis.length; i++) basis[i] = random.normal();
	const image = new Float32Array(rank);
	for (let pass = 0; pass <= PASSES; pass++) {
		const to = kernels.memory.subarray(next, next + products * rank);
		if (pass > 0) {
			to.fill(0);
			for (let row = 0; row + 1 < profiles.start.length; row++) {
				image.fill(0);
				gather(profiles, row, basis, image);
				scatter(profiles, row, image, to);
			}
			basis.set(to);
		}
		kernels.transposedMultiply(z, z, gram, products, rank, rank, false);
		const inverse = invertLower(cholesky(Float64Array.from(kernels.memory.subarray(gram, next)), rank, 1e-7), rank);
		for (let i = 0; i < rank; i++)
			for (let j = 0; j < rank; j++) kernels.memory[gram + j * rank + i] = inverse[i * rank + j];
		kernels.multiply(z, gram, next, products, rank, rank, false);
		basis.set(to);
	}
	const out = sharedFloats(products * rank);
	out.set(basis);
	return out;
}

/** to[at…] += factor × from[start…], over `width`. */
export function addScaled(
	to: Float32Array,
	at: number,
	from: Float32Array,
	start: number,
	factor: number,
	width: number
): void {
	for (let i = 0; i < width; i++) to[at + i] += factor * from[start + i];
}

/** image += the profile's products in the basis, each sum rounded to float32; four products at a time. */
function gather({ start, item, value }: Profiles, row: number, basis: Float32Array, image: Float32Array): void {
	const { fround } = Math;
	const rank = image.length;
	const end = start[row + 1];
	let e = start[row];
	for (; e + 4 <= end; e += 4) {
		const [a, b, c, d] = [value[e], value[e + 1], value[e + 2], value[e + 3]];
		let [p, q, r, s] = [item[e] * rank, item[e + 1] * rank, item[e + 2] * rank, item[e + 3] * rank];
		for (let i = 0; i < rank; i++)
			image[i] = fround(fround(fround(image[i] + a * basis[p++]) + b * basis[q++]) + c * basis[r++]) + d * basis[s++];
	}
	for (; e < end; e++) addScaled(image, 0, basis, item[e] * rank, value[e], rank);
}

/** The image back to the profile's products, four at a time. */
function scatter({ start, item, value }: Profiles, row: number, image: Float32Array, to: Float32Array): void {
	const rank = image.length;
	const end = start[row + 1];
	let e = start[row];
	for (; e + 4 <= end; e += 4) {
		const [a, b, c, d] = [value[e], value[e + 1], value[e + 2], value[e + 3]];
		let [p, q, r, s] = [item[e] * rank, item[e + 1] * rank, item[e + 2] * rank, item[e + 3] * rank];
		for (let i = 0; i < rank; i++) {
			const from = image[i];
			to[p] += a * from;
			to[q] += b * from;
			to[r] += c * from;
			to[s] += d * from;
			p++;
			q++;
			r++;
			s++;
		}
	}
	for (; e < end; e++) addScaled(to, item[e] * rank, image, 0, value[e], rank);
}

/** Customers' profiles: products item[e] with weights value[e], e from start[row] to start[row + 1] - 1. */
type Profiles = ReturnType<typeof sparseProfiles>;

function sparseProfiles(histories: Histories, ends: Int32Array, idf: Float32Array, step: number) {
	const own = new OwnHistory(histories);
	const weights = new Float32Array(own.item.length);
	const start = [0];
	const item: number[] = [];
	const value: number[] = [];
	for (let c = 0; c < histories.customers; c += step) {
		decayedProfile(own.read(c, ends[c]), idf, weights);
		for (let i = 0; i < own.size; i++) {
			if (weights[i] === 0) continue;
			item.push(own.item[i]);
			value.push(weights[i]);
		}
		start.push(item.length);
	}
	return { start: Int32Array.from(start), item: Int32Array.from(item), value: Float32Array.from(value) };
}
