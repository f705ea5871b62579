import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Examples } from '../../../src/lib/core/features/types.js';
import type { Span } from '../../../src/lib/core/models/neural/engine.js';
import { GraphEngine } from '../../../src/lib/core/models/neural/graph-engine.js';
import { plainKernels } from '../../../src/lib/core/models/neural/kernels-plain.js';
import { wasmKernels } from '../../../src/lib/core/models/neural/kernels-wasm.js';
import { OperationEngine } from '../../../src/lib/core/models/neural/operation.js';
import { planPass } from '../../../src/lib/core/models/neural/pass.js';
import { Stepper } from '../../../src/lib/core/models/neural/stepper.js';
import { Random } from '../../../src/lib/core/random.js';
import { setUp } from '../../core/models/neural/set-up.js';
import { simulate, simulateEver } from '../../core/models/neural/simulated.js';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const mean = ({ losses, pairs }: Span) => losses.reduce((sum, loss) => sum + loss, 0) / pairs;

const cases: [string, Examples, number[]][] = [
	['with own features', simulate(12, 4, 5).examples, [6, 5]],
	['without a hidden layer', simulate(12, 4, 5).examples, []],
	['for the question ever', simulateEver(12, 5, 6), [6, 5]]
];

describe.each(cases)('the fused step %s', (_, examples, hidden) => {
	it.each([wasmKernels, plainKernels])('follows stock TensorFlow.js step by step (%o)', async (kernels) => {
		const { encoders, layout, parameters, material } = setUp(examples, hidden);
		const start = {
			parameters,
			first: new Float32Array(layout.size),
			second: new Float32Array(layout.size),
			steps: 0
		};
		const plan = { layout, train: material, validation: material, absent: encoders.absent, batch: 5, pass: planPass };
		const before = tf.memory().numTensors;
		const fused = new OperationEngine(tf, new Stepper(plan, kernels), start);
		const graph = await GraphEngine.start(tf, plan, start);
		const order = new Random('order').shuffle(Int32Array.from({ length: examples.rows }, (_, i) => i));
		const seeds = Uint32Array.of(1, 4000000000, 77);
		const epoch = { order, batch: 5, rate: 0.01, decay: 0.1, keep: 0.7, seeds };
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
