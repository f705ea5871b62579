import type { AdamStep, Kernels } from './kernels.js';
import { beta1, beta2, epsilon, inOrder, isKept } from './kernels.js';

/** The kernels in plain TypeScript, on an arena of `floats`: the reference, and what runs where WebAssembly does not. */
export function plainKernels(floats: number, x: Float32Array = new Float32Array(floats)): Kernels {
	const integers = new Int32Array(floats);
	const rowOf = (rows: number, e: number) => (rows === inOrder ? e : integers[rows + e]);
	const clear = (c: number, n: number, add: boolean) => {
		if (!add) x.fill(0, c, c + n);
	};
	return {
		name: 'plain',
		memory: x,
		integers,
		multiply(a, b, c, m, k, n, add) {
			clear(c, m * n, add);
			for (let i = 0; i < m; i++)
				for (let l = 0; l < k; l++) {
					const value = x[a + i * k + l];
					if (value === 0) continue;
					const row = b + l * n;
					const out = c + i * n;
					for (let j = 0; j < n; j++) x[out + j] += value * x[row + j];
				}
		},
		multiplyTransposed(a, b, c, m, k, n, add) {
			for (let i = 0; i < m; i++)
				for (let j = 0; j < n; j++) {
					const left = a + i * k;
					const right = b + j * k;
					let sum = add ? x[c + i * n + j] : 0;
					for (let l = 0; l < k; l++) sum += x[left + l] * x[right + l];
					x[c + i * n + j] = sum;
				}
		},
		transposedMultiply(a, b, c, m, k, n, add) {
			clear(c, k * n, add);
			for (let i = 0; i < m; i++)
				for (let l = 0; l < k; l++) {
					const value = x[a + i * k + l];
					if (value === 0) continue;
					const row = b + i * n;
					const out = c + l * n;
					for (let j = 0; j < n; j++) x[out + j] += value * x[row + j];
				}
		},
		addBias(z, bias, rows, columns) {
			for (let r = 0, at = z; r < rows; r++) for (let j = 0; j < columns; j++) x[at++] += x[bias + j];
		},
		activate(z, bias, rows, columns, keep, seed) {
			for (let r = 0, place = 0; r < rows; r++)
				for (let j = 0; j < columns; j++, place++) {
					const value = x[z + place] + x[bias + j];
					x[z + place] = value > 0 && (keep === 1 || isKept(seed, place, keep)) ? value / keep : 0;
				}
		},
		deactivate(d, h, n, keep) {
			for (let i = 0; i < n; i++) x[d + i] = x[h + i] > 0 ? x[d + i] / keep : 0;
		},
		columnSums(a, out, rows, columns, add) {
			clear(out, columns, add);
			for (let r = 0, at = a; r < rows; r++) for (let j = 0; j < columns; j++) x[out + j] += x[at++];
		},
		crossEntropy(logits, n, scale) {
			let sum = 0;
			for (let i = logits; i < logits + n; i++) {
				const e = Math.exp(-Math.abs(x[i]));
				sum += Math.max(x[i], 0) + Math.log1p(e);
				x[i] = (scale * (x[i] >= 0 ? 1 : e)) / (1 + e);
			}
			return sum;
		},
		pairDots(a, aRows, b, bRows, out, n, width) {
			for (let e = 0; e < n; e++) {
				const left = a + rowOf(aRows, e) * width;
				const right = b + rowOf(bRows, e) * width;
				let sum = 0;
				for (let j = 0; j < width; j++) sum += x[left + j] * x[right + j];
				x[out + e] += sum;
			}
		},
		scatterRows(to, toRows, from, fromRows, scale, n, width) {
			for (let e = 0; e < n; e++) {
				const target = to + rowOf(toRows, e) * width;
				const source = from + rowOf(fromRows, e) * width;
				const factor = scale === inOrder ? 1 : x[scale + e];
				for (let j = 0; j < width; j++) x[target + j] += factor * x[source + j];
			}
		},
		adam: (p, m, v, g, g2, n, step) => adam(x, p, m, v, g, g2, n, step)
	};
}

function adam(x: Float32Array, p: number, m: number, v: number, g: number, g2: number, n: number, s: AdamStep): void {
	for (let i = 0; i < n; i++) {
		const gradient = x[g + i] + x[g2 + i];
		const first = beta1 * x[m + i] + (1 - beta1) * gradient;
		const second = beta2 * x[v + i] + (1 - beta2) * gradient * gradient;
		x[m + i] = first;
		x[v + i] = second;
		const move = first / s.correction1 / (Math.sqrt(second / s.correction2) + epsilon);
		x[p + i] -= s.rate * (move + s.decay * x[p + i]);
	}
}
