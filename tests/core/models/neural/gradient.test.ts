import { describe, expect, it } from 'vitest';
import { backward } from '../../../../src/lib/core/models/neural/backward.js';
import { capacityOf, fillBatch } from '../../../../src/lib/core/models/neural/batch.js';
import { crossEntropy, forward } from '../../../../src/lib/core/models/neural/forward.js';
import { plainKernels } from '../../../../src/lib/core/models/neural/kernels-plain.js';
import { Arena, batchIn, refresh, takeWeights, takeWorkspace } from '../../../../src/lib/core/models/neural/workspace.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { setUp } from './set-up.js';
import { simulate, simulateEver } from './simulated.js';

const cases: [string, Examples, number[]][] = [
	['with own features', simulate(12, 4, 5).examples, [6, 5]],
	['without a hidden layer', simulate(12, 4, 5).examples, []],
	['for the question ever', simulateEver(12, 5, 6), [6, 5]]
];

describe.each(cases)('the gradient %s', (_, examples, hidden) => {
	it('agrees with finite differences in every parameter', () => {
		const { encoders, layout, parameters, material } = setUp(examples, hidden);
		const arena = new Arena();
		const weights = takeWeights(arena, layout);
		const workspace = takeWorkspace(arena, layout, capacityOf(material, examples.rows), true);
		const gradient = arena.take(layout.size);
		// Twice the digits, so that a small step can be taken and hardly a kink of relu lies within it.
		const memory = new Float64Array(arena.size) as unknown as Float32Array;
		const kernels = plainKernels(arena.size, memory);
		const batch = batchIn(kernels, layout, workspace);
		const dropout = { keep: 0.7, seed: 99 };
		kernels.memory.set(encoders.absent, weights.absent);
		const loss = (p: ArrayLike<number>) => {
			kernels.memory.set(p, weights.parameters);
			refresh(kernels, weights);
			fillBatch(batch, material, undefined, 0, examples.rows);
			forward(kernels, weights, workspace, batch, dropout);
			return crossEntropy(kernels, weights, workspace, batch, 1);
		};
		loss(parameters);
		backward(kernels, weights, workspace, batch, dropout.keep, gradient);
		const found = kernels.memory.slice(gradient, gradient + layout.size);
		const step = 1e-6;
		for (let i = 0; i < layout.size; i++) {
			const moved = (by: number) => loss(Array.from(parameters, (value, j) => (i === j ? value + by : value)));
			const expected = (moved(step) - moved(-step)) / (2 * step);
			expect(Math.abs(found[i] - expected), `parameter ${i}`).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
		}
		expect(found.filter((g) => g !== 0).length).toBeGreaterThan(layout.size / 2);
	});
});
