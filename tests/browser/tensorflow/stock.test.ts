import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Examples } from '../../../src/lib/core/features/types.js';
import type { Span } from '../../../src/lib/core/models/neural/engine.js';
import { GraphEngine } from '../../../src/lib/core/models/neural/graph-engine.js';
import type { GraphPlan } from '../../../src/lib/core/models/neural/graph-engine.js';
import { plainKernels } from '../../../src/lib/core/models/neural/kernels-plain.js';
import { wasmKernels } from '../../../src/lib/core/models/neural/kernels-wasm.js';
import { fitEncoders } from '../../../src/lib/core/models/neural/material.js';
import type { Material } from '../../../src/lib/core/models/neural/material.js';
import { OperationEngine } from '../../../src/lib/core/models/neural/operation.js';
import { planPass } from '../../../src/lib/core/models/neural/pass.js';
import { chancesOf, draw } from '../../../src/lib/core/models/neural/sample.js';
import { Stepper } from '../../../src/lib/core/models/neural/stepper.js';
import { planGraphFront } from '../../../src/lib/core/models/transformer/graph-front.js';
import { transformerLayout } from '../../../src/lib/core/models/transformer/model.js';
import { planSequencePass } from '../../../src/lib/core/models/transformer/pass.js';
import { fitFactScale, sequencesOf } from '../../../src/lib/core/models/transformer/sequences.js';
import type { SequenceMaterial } from '../../../src/lib/core/models/transformer/sequences.js';
import { Random } from '../../../src/lib/core/random.js';
import { setUp } from '../../core/models/neural/set-up.js';
import { simulate, simulateEver } from '../../core/models/neural/simulated.js';
import { chainBook, chainExamples } from '../../core/models/transformer/chain.js';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const mean = ({ losses, pairs }: Span) => losses.reduce((sum, loss) => sum + loss, 0) / pairs;

/** A network that trains, with its parameters at the start. */
interface Case {
	readonly plan: Omit<GraphPlan<Material>, 'batch'>;
	readonly parameters: Float32Array;
}

function sigmoidNetwork(examples: Examples, hidden: number[], columns = 0): Case {
	const { encoders, layout, parameters, material } = setUp(examples, hidden);
	const chances = chancesOf(Float64Array.from({ length: layout.shape.products }, (_, j) => 1 + (j % 3)), columns);
	const sampling = columns ? { sampling: { chances, validation: draw(chances, 7) } } : {};
	return { parameters, plan: { layout, train: material, validation: material, absent: encoders.absent, pass: planPass, ...sampling } };
}

function transformer(columns = 0): Case {
	const book = chainBook(5, 4, 1);
	const examples = chainExamples(book, 0, 5);
	const encoders = fitEncoders(examples);
	const sizes = { width: 6, heads: 2, layers: 2, window: 4, hidden: [5], own: 3 };
	const shape = { ...sizes, ownInputs: encoders.own.inputs, inputs: encoders.customer.inputs, products: book.products.length };
	const layout = transformerLayout(shape);
	const material = sequencesOf(examples, encoders, fitFactScale(examples), shape.window);
	const random = new Random('parameters');
	const chances = chancesOf(new Float64Array(shape.products).fill(1), columns);
	const plan: Omit<GraphPlan<SequenceMaterial>, 'batch'> = {
		layout,
		train: material,
		validation: material,
		absent: encoders.absent,
		pass: planSequencePass(shape),
		front: planGraphFront(shape),
		...(columns && { sampling: { chances, validation: draw(chances, 7) } })
	};
	return { parameters: Float32Array.from({ length: layout.size }, () => 0.4 * random.normal()), plan: plan as unknown as Case['plan'] };
}

const shop = simulate(12, 4, 5).examples;
const ever = simulateEver(12, 5, 6);
const cases: [string, Case][] = [
	['with own features', sigmoidNetwork(shop, [6, 5])],
	['without a hidden layer', sigmoidNetwork(shop, [])],
	['for the question ever', sigmoidNetwork(ever, [6, 5])],
	['where two products stand for all', sigmoidNetwork(shop, [6, 5], 2)],
	['where two products stand for all, for the question ever', sigmoidNetwork(ever, [6, 5], 2)],
	['of the transformer', transformer()],
	['of the transformer where three products stand for all', transformer(3)]
];

describe.each(cases)('the fused step %s', (_, { plan: whole, parameters }) => {
	it.each([wasmKernels, plainKernels])('follows stock TensorFlow.js step by step (%o)', async (kernels) => {
		const { layout, train } = whole;
		const size = Math.ceil(train.rows / 3);
		const plan = { ...whole, batch: size };
		const start = { parameters, first: new Float32Array(layout.size), second: new Float32Array(layout.size), steps: 0 };
		const before = tf.memory().numTensors;
		const fused = new OperationEngine(tf, new Stepper(plan, kernels), start);
		const graph = await GraphEngine.start(tf, plan, start);
		const order = new Random('order').shuffle(Int32Array.from({ length: train.rows }, (_, i) => i));
		const seeds = Uint32Array.of(1, 4000000000, 77);
		const epoch = { order, batch: size, rate: 0.01, decay: 0.1, keep: 0.7, seeds };
		for (let i = 0; i < 10; i++) {
			const a = await fused.train(epoch, 0, Infinity);
			const b = await graph.train(epoch, 0, Infinity);
			expect(a.steps).toBe(3);
			expect(a.pairs).toBe(b.pairs);
			expect(mean(a)).toBeCloseTo(mean(b), 4);
			const c = await fused.validate(0, Infinity);
			const d = await graph.validate(0, Infinity);
			expect(c.pairs).toBe(d.pairs);
			expect(mean(c)).toBeCloseTo(mean(d), 4);
		}
		const [a, b] = [await fused.read(), await graph.read()];
		const worst = (x: Float32Array, y: Float32Array) => x.reduce((most, v, i) => Math.max(most, Math.abs(v - y[i])), 0);
		expect(worst(a.parameters, b.parameters)).toBeLessThan(2e-3);
		expect(worst(a.parameters, parameters)).toBeGreaterThan(0.05);
		fused.dispose();
		graph.dispose();
		expect(tf.memory().numTensors).toBe(before);
	});
});
