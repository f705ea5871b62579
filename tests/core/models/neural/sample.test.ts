import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainKernels } from '../../../../src/lib/core/models/neural/kernels-plain.js';
import { wasmKernels } from '../../../../src/lib/core/models/neural/kernels-wasm.js';
import type { Kernels } from '../../../../src/lib/core/models/neural/kernels.js';
import { largest, planPass } from '../../../../src/lib/core/models/neural/pass.js';
import { chancesOf, draw, samplingOf } from '../../../../src/lib/core/models/neural/sample.js';
import type { Sample } from '../../../../src/lib/core/models/neural/sample.js';
import { layoutOf } from '../../../../src/lib/core/models/neural/shape.js';
import { Arena, refresh, takeWeights } from '../../../../src/lib/core/models/neural/workspace.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { setUp } from './set-up.js';
import { simulate, simulateEver } from './simulated.js';

const importances = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 2, maxLength: 40 });

describe('products that stand for all', () => {
	it('are as many as asked, in order, each as often as its weight says', () => {
		fc.assert(
			fc.property(importances, fc.double({ min: 0, max: 1, noNaN: true }), (importance, share) => {
				const size = 1 + Math.floor(share * (importance.length - 1));
				const unit = 2 ** 12;
				const chances = chancesOf(Float64Array.from(importance), size, unit);
				const drawn = new Float64Array(importance.length);
				for (let start = 0; start < unit; start += 64) {
					const { product, weight } = draw(chances, start);
					expect(product.length).toBe(size);
					product.forEach((j, c) => {
						expect(j).toBeGreaterThan(c ? product[c - 1] : -1);
						expect(weight[c]).toBe(Math.fround(unit / chances.share[j]));
						drawn[j]++;
					});
				}
				const draws = unit / 64;
				drawn.forEach((times, j) => {
					expect(chances.share[j]).toBeLessThanOrEqual(unit);
					expect(Math.abs(times - (draws * chances.share[j]) / unit)).toBeLessThan(1.01);
				});
			}),
			{ numRuns: 40, seed: 1 }
		);
	});

	it('come in proportion to what they weigh, and surely where that is more than once', () => {
		const { share, unit } = chancesOf(Float64Array.of(1, 100, 2, 1), 3);
		expect(share[1]).toBe(unit);
		expect(Array.from(share, (s) => s / unit)).toEqual([0.5, 1, 1, 0.5].map((s) => expect.closeTo(s, 5)));
		expect(share.reduce((sum, s) => sum + s, 0)).toBe(3 * unit);
	});

	it('are drawn only where all of them would take long', () => {
		const { layout, material } = setUp(simulate(12, 8, 5).examples, [6]);
		const large = (products: number, rows: number) =>
			samplingOf(512, layoutOf({ ...layout.shape, products, hidden: [64, 32], own: 16 }), { ...material, rows }, 1);
		expect(large(20, 1e6)).toBeUndefined();
		expect(large(12_000, 100)).toBeUndefined();
		const sampling = large(12_000, 30_000);
		expect(sampling?.chances.size).toBe(512);
		expect(sampling?.validation.product.length).toBe(2048);
		expect(samplingOf(0, layoutOf({ ...layout.shape, products: 12_000, hidden: [64] }), { ...material, rows: 30_000 }, 1)).toBeUndefined();
	});
});

const cases: [string, Examples, number[]][] = [
	['with own features', simulate(12, 9, 5).examples, [6, 5]],
	['without a hidden layer', simulate(12, 9, 5).examples, []],
	['for the question ever', simulateEver(12, 9, 6), [6, 5]]
];

describe.each(cases)('a step %s', (_, examples, hidden) => {
	const { encoders, layout, parameters, material } = setUp(examples, hidden);
	const dropout = { keep: 0.7, seed: 99 };

	/** Loss and gradient over all rows, with some products for all, or with all. */
	function stepper(kernelsOf: (floats: number) => Kernels, columns: number) {
		const arena = new Arena();
		const weights = takeWeights(arena, layout);
		const passOf = planPass(arena, weights, largest([material], examples.rows, columns), true, [material]);
		const gradient = arena.take(layout.size);
		const kernels = kernelsOf(arena.size);
		const pass = passOf(kernels);
		kernels.memory.set(encoders.absent, weights.absent);
		kernels.memory.set(parameters, weights.parameters);
		refresh(kernels, weights);
		return (sample?: Sample) => {
			if (sample) pass.sample(sample);
			pass.gather(material, undefined, 0, examples.rows);
			pass.forward(dropout);
			const loss = pass.loss(0.1);
			pass.backward(dropout, gradient);
			return { loss, gradient: Float64Array.from(kernels.memory.subarray(gradient, gradient + layout.size)) };
		};
	}

	it.each([plainKernels, wasmKernels])('has on average over all draws the loss and the gradient of the step over all products (%o)', (kernelsOf) => {
		const unit = 32;
		const size = 4;
		const importance = Float64Array.from({ length: layout.shape.products }, (_, j) => 1 + (j % 4) ** 2);
		const chances = chancesOf(importance, size, unit);
		expect(new Set(chances.share).size).toBeGreaterThan(2);
		const all = stepper(kernelsOf, 0)();
		const some = stepper(kernelsOf, size);
		let loss = 0;
		const gradient = new Float64Array(layout.size);
		let apart = 0;
		for (let start = 0; start < unit; start++) {
			const step = some(draw(chances, start));
			loss += step.loss / unit;
			step.gradient.forEach((g, i) => (gradient[i] += g / unit));
			apart = Math.max(apart, Math.abs(step.loss - all.loss));
		}
		expect(apart).toBeGreaterThan(1e-2 * all.loss);
		expect(Math.abs(loss - all.loss)).toBeLessThan(1e-5 * all.loss);
		const largestGradient = all.gradient.reduce((most, g) => Math.max(most, Math.abs(g)), 0);
		gradient.forEach((g, i) => expect(Math.abs(g - all.gradient[i]), `parameter ${i}`).toBeLessThan(1e-5 * largestGradient));
	});
});
