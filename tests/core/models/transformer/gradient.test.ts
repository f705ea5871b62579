import { expect, it } from 'vitest';
import { plainKernels } from '../../../../src/lib/core/models/neural/kernels-plain.js';
import { wasmKernels } from '../../../../src/lib/core/models/neural/kernels-wasm.js';
import { fitEncoders } from '../../../../src/lib/core/models/neural/material.js';
import { largest } from '../../../../src/lib/core/models/neural/pass.js';
import { Arena, refresh, takeWeights } from '../../../../src/lib/core/models/neural/workspace.js';
import type { Kernels } from '../../../../src/lib/core/models/neural/kernels.js';
import { transformerLayout } from '../../../../src/lib/core/models/transformer/model.js';
import { planSequencePass } from '../../../../src/lib/core/models/transformer/pass.js';
import { fitFactScale, sequencesOf } from '../../../../src/lib/core/models/transformer/sequences.js';
import { selectRows } from '../../../../src/lib/core/features/examples.js';
import { Random } from '../../../../src/lib/core/random.js';
import { chainBook, chainExamples } from './chain.js';

const book = chainBook(12, 4, 1);
const all = chainExamples(book, 0, 12);
const examples = selectRows(all, Int32Array.from({ length: 9 }, (_, i) => (i * 5) % all.rows));
const encoders = fitEncoders(examples);
const shape = {
	width: 6,
	heads: 2,
	layers: 2,
	window: 4,
	hidden: [5],
	own: 3,
	ownInputs: encoders.own.inputs,
	inputs: encoders.customer.inputs,
	products: book.products.length
};
const layout = transformerLayout(shape);
const material = sequencesOf(examples, encoders, fitFactScale(examples), shape.window);
const dropout = { keep: 0.8, seed: 7 };

function setUp(kernelsOf: (floats: number) => Kernels) {
	const arena = new Arena();
	const weights = takeWeights(arena, layout);
	const passOf = planSequencePass(shape)(arena, weights, largest([material], examples.rows), true, [material]);
	const gradient = arena.take(layout.size);
	const kernels = kernelsOf(arena.size);
	const pass = passOf(kernels);
	kernels.memory.set(encoders.absent, weights.absent);
	const loss = (p: ArrayLike<number>) => {
		kernels.memory.set(p, weights.parameters);
		refresh(kernels, weights);
		pass.gather(material, undefined, 0, examples.rows);
		pass.forward(dropout);
		return pass.loss(1);
	};
	const slope = (p: ArrayLike<number>) => {
		loss(p);
		pass.backward(dropout, gradient);
		return kernels.memory.slice(gradient, gradient + layout.size);
	};
	return { loss, slope };
}

const random = new Random('parameters');
const parameters = Float32Array.from({ length: layout.size }, () => 0.5 * random.normal());

it('the gradient agrees with finite differences in every parameter', () => {
	const { loss, slope } = setUp((floats) => plainKernels(floats, new Float64Array(floats) as unknown as Float32Array));
	const found = slope(parameters);
	const step = 1e-6;
	for (let i = 0; i < layout.size; i++) {
		const moved = (by: number) => loss(Array.from(parameters, (value, j) => (i === j ? value + by : value)));
		const expected = (moved(step) - moved(-step)) / (2 * step);
		expect(Math.abs(found[i] - expected), `parameter ${i}`).toBeLessThan(1e-5 * (1 + Math.abs(expected)));
	}
	for (const { name, offset, rows, columns } of layout.slots)
		expect(found.subarray(offset, offset + rows * columns).some((g) => g !== 0), name).toBe(true);
});

it('is the same on the compiled kernels', () => {
	const [a, b] = [setUp(plainKernels), setUp(wasmKernels)];
	expect(b.loss(parameters)).toBeCloseTo(a.loss(parameters), 4);
	const [first, second] = [a.slope(parameters), b.slope(parameters)];
	const worst = first.reduce((most, g, i) => Math.max(most, Math.abs(g - second[i])), 0);
	expect(worst).toBeLessThan(1e-3);
});
