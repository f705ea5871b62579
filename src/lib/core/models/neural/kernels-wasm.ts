import type { AdamStep, Kernels } from './kernels.js';
import { beta1, beta2, epsilon, inOrder } from './kernels.js';
import { kernelBase64 } from './wasm/kernel.wasm.js';

/** What wasm/kernel.as exports. Pointers and strides in bytes. */
interface Exports {
	readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
	/** Where the arena may begin. */
	begin(): number;
	product(
		a: number,
		ar: number,
		al: number,
		b: number,
		bl: number,
		bj: number,
		c: number,
		rows: number,
		depth: number,
		columns: number,
		add: boolean
	): void;
	addBias(z: number, bias: number, rows: number, columns: number): void;
	activate(z: number, bias: number, rows: number, columns: number, limit: number, factor: number, seed: number): void;
	deactivate(d: number, h: number, n: number, factor: number): void;
	columnSums(a: number, out: number, rows: number, columns: number, add: boolean): void;
	crossEntropy(logits: number, n: number, scale: number): number;
	pairDots(a: number, ai: number, b: number, bi: number, out: number, n: number, width: number): void;
	scatterRows(to: number, ti: number, from: number, fi: number, d: number, n: number, width: number): void;
	adam(
		p: number,
		m: number,
		v: number,
		g: number,
		g2: number,
		n: number,
		rate: number,
		shrink: number,
		m1: number,
		v1: number,
		beta1: number,
		beta2: number,
		epsilon: number
	): void;
}

const page = 65536;

/** The kernels in WebAssembly SIMD, on an arena of `floats`. Throws where the machine has no WebAssembly SIMD. */
export function wasmKernels(floats: number): Kernels {
	const { exports } = new WebAssembly.Instance(module(), { env: { abort: () => {} } });
	const run = exports as unknown as Exports;
	const { memory } = run;
	const arenaAt = run.begin();
	memory.grow(Math.ceil((arenaAt + floats * 4 - memory.buffer.byteLength) / page));
	const at = (place: number) => arenaAt + place * 4;
	const rowsAt = (place: number) => (place === inOrder ? 0 : at(place));
	return {
		name: 'wasm',
		memory: new Float32Array(memory.buffer, arenaAt, floats),
		integers: new Int32Array(memory.buffer, arenaAt, floats),
		multiply: (a, b, c, m, k, n, add) => run.product(at(a), k * 4, 4, at(b), n * 4, 4, at(c), m, k, n, add),
		multiplyTransposed: (a, b, c, m, k, n, add) => run.product(at(a), k * 4, 4, at(b), 4, k * 4, at(c), m, k, n, add),
		transposedMultiply: (a, b, c, m, k, n, add) => run.product(at(a), 4, k * 4, at(b), n * 4, 4, at(c), k, m, n, add),
		addBias: (z, bias, rows, columns) => run.addBias(at(z), at(bias), rows, columns),
		activate: (z, bias, rows, columns, keep, seed) => {
			const limit = keep < 1 ? Math.ceil(keep * 4294967296) : 0;
			run.activate(at(z), at(bias), rows, columns, limit, 1 / keep, seed);
		},
		deactivate: (d, h, n, keep) => run.deactivate(at(d), at(h), n, 1 / keep),
		columnSums: (a, out, rows, columns, add) => run.columnSums(at(a), at(out), rows, columns, add),
		crossEntropy: (logits, n, scale) => run.crossEntropy(at(logits), n, scale),
		pairDots: (a, aRows, b, bRows, out, n, width) =>
			run.pairDots(at(a), rowsAt(aRows), at(b), rowsAt(bRows), at(out), n, width),
		scatterRows: (to, toRows, from, fromRows, scale, n, width) =>
			run.scatterRows(at(to), rowsAt(toRows), at(from), rowsAt(fromRows), rowsAt(scale), n, width),
		adam: (p, m, v, g, g2, n, s: AdamStep) =>
			run.adam(
				at(p),
				at(m),
				at(v),
				at(g),
				at(g2),
				n,
				s.rate,
				s.rate * s.decay,
				1 / s.correction1,
				1 / s.correction2,
				beta1,
				beta2,
				epsilon
			)
	};
}

let compiled: WebAssembly.Module | undefined;

function module(): WebAssembly.Module {
	compiled ??= new WebAssembly.Module(fromBase64(kernelBase64));
	return compiled;
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
	const bytes = new Uint8Array(Math.floor((text.replace(/=+$/, '').length * 3) / 4));
	for (let i = 0, at = 0; at < bytes.length; i += 4) {
		let word = 0;
		for (let j = 0; j < 4; j++) word = (word << 6) | Math.max(0, alphabet.indexOf(text[i + j]));
		for (let shift = 16; shift >= 0 && at < bytes.length; shift -= 8) bytes[at++] = word >> shift;
	}
	return bytes;
}
