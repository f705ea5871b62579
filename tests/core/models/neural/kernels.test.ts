import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Kernels } from '../../../../src/lib/core/models/neural/kernels.js';
import { inOrder } from '../../../../src/lib/core/models/neural/kernels.js';
import { plainKernels } from '../../../../src/lib/core/models/neural/kernels-plain.js';
import { wasmKernels } from '../../../../src/lib/core/models/neural/kernels-wasm.js';
import { Random } from '../../../../src/lib/core/random.js';
import { compileKernel } from '../../../../src/tools/kernel.mjs';

const carried = fileURLToPath(new URL('../../../../src/lib/core/models/neural/wasm/kernel.wasm.ts', import.meta.url));

const floats = 60_000;
const compiled = wasmKernels(floats);
const plain = plainKernels(floats);
const random = new Random('arena');
const normal = Float32Array.from({ length: floats }, () => random.normal());

/** Runs both implementations on the same arena of normal numbers; expects the same arena after it. */
function compare(run: (k: Kernels) => unknown, digits = 5, scale = 1): void {
	const arena = normal.map((value) => scale * value);
	compiled.memory.set(arena);
	plain.memory.set(arena);
	const [a, b] = [run(compiled), run(plain)];
	if (typeof a === 'number') expect(Math.abs(a - Number(b)) / Math.abs(Number(b))).toBeLessThan(1e-6);
	let worst = 0;
	for (let i = 0; i < floats; i++) worst = Math.max(worst, Math.abs(compiled.memory[i] - plain.memory[i]));
	expect(worst).toBeLessThan(10 ** -digits);
	expect(plain.memory.some((value, i) => value !== arena[i])).toBe(true);
}

const [a, b, c] = [3, 20_001, 40_002];
const sizes = [
	[1, 1, 1],
	[4, 4, 8],
	[7, 3, 5],
	[5, 12, 20],
	[33, 17, 50],
	[2, 1500, 9],
	[13, 30, 64],
	[3, 9, 12]
];

describe.each(sizes)('products of %i × %i × %i', (m, k, n) => {
	it.each([false, true])('equal the reference (added: %s)', (add) => {
		const digits = k > 1000 ? 3 : 4;
		compare((kernels) => kernels.multiply(a, b, c, m, k, n, add), digits);
		compare((kernels) => kernels.multiplyTransposed(a, b, c, m, k, n, add), digits);
		compare((kernels) => kernels.transposedMultiply(a, b, c, m, k, n, add), digits);
	});
});

it('a product over no rows is 0', () => {
	compare((kernels) => kernels.transposedMultiply(a, b, c, 0, 3, 5, false));
	expect(compiled.memory.subarray(c, c + 15).every((value) => value === 0)).toBe(true);
});

describe.each([
	[6, 8],
	[5, 7],
	[1, 3]
])('activations of %i × %i', (rows, columns) => {
	it('equal the reference', () => {
		compare((k) => k.addBias(c, a, rows, columns));
		compare((k) => k.activate(c, a, rows, columns, 1, 0));
		compare((k) => k.activate(c, a, rows, columns, 0.6, 123456789));
		compare((k) => k.activate(c, a, rows, columns, 0.6, -5));
		compare((k) => k.deactivate(c, a, rows * columns, 0.7));
		compare((k) => k.columnSums(c, a, rows, columns, false));
		compare((k) => k.columnSums(c, a, rows, columns, true));
	});
});

it('drop as many activations as asked for', () => {
	compiled.memory.fill(1);
	compiled.activate(0, 50_000, 500, 100, 0.8, 42);
	expect(compiled.memory.subarray(0, 50_000).reduce((n, h) => n + (h > 0 ? 1 : 0), 0) / 50_000).toBeCloseTo(0.8, 2);
});

it.each([1, 4, 7, 1001])('cross-entropy over %i logits equals the reference, however large they are', (n) => {
	compare((k) => k.crossEntropy(c, n, 0.5), 6);
	compare((k) => k.crossEntropy(c, n, 0.5), 6, 30);
	compare((k) => k.crossEntropy(c, n, 0.5), 6, 1e4);
});

it.each([1, 4, 7, 1001])('an Adam step over %i parameters equals the reference', (n) => {
	const step = { rate: 0.01, decay: 0.1, correction1: 0.19, correction2: 0.002 };
	const positive = (k: Kernels) => {
		for (let i = 0; i < n; i++) k.memory[4_000 + i] = Math.abs(k.memory[4_000 + i]);
		k.adam(0, 2_000, 4_000, 6_000, 8_000, n, step);
	};
	compare(positive, 5);
});

it.each([1, 4, 7, 50])('sums over pairs of rows of width %i equal the reference', (width) => {
	const [first, second, n] = [58_000, 59_000, 37];
	const keep = (k: Kernels, run: () => void) => {
		for (let e = 0; e < n; e++) {
			k.integers[first + e] = (e * 7) % 11;
			k.integers[second + e] = (e * 5) % 13;
		}
		run();
		k.memory.fill(0, first, first + n);
		k.memory.fill(0, second, second + n);
	};
	compare((k) => keep(k, () => k.pairDots(a, first, b, second, c, n, width)));
	compare((k) => keep(k, () => k.pairDots(a, inOrder, b, second, c, n, width)));
	compare((k) => keep(k, () => k.scatterRows(a, first, b, second, c, n, width)));
	compare((k) => keep(k, () => k.scatterRows(a, first, b, inOrder, inOrder, n, width)));
	compare((k) => keep(k, () => k.scatterRows(a, inOrder, b, second, c, n, width)));
});

it('are carried as a fresh build of their source gives them', async () => {
	expect(await compileKernel('neural')).toBe(readFileSync(carried, 'utf8'));
});
