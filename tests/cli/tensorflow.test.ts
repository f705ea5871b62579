import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { neural } from '../../src/lib/core/models/neural/index.js';
import { inline } from '../../src/lib/core/parallel.js';
import { simulate } from '../core/models/neural/simulated.js';

it('starts the WASM backend in Node, once, and a network trains on it', async () => {
	const [first, second] = await Promise.all([startTensorFlow(), startTensorFlow()]);
	expect(first).toEqual({ backend: 'wasm' });
	expect(second).toBe(first);
	const tensors = tf.memory().numTensors;
	const { examples } = simulate(200, 4, 1);
	const context = { seed: 1, validation: examples, report: () => {}, pool: inline({}) };
	const { facts, curve = [] } = await neural.fit(examples, { ...neural.defaults, epochs: 3 }, context);
	expect(facts.backend).toBe('wasm');
	expect(curve[2].train).toBeLessThan(curve[0].train);
	expect(tf.memory().numTensors).toBe(tensors);
});
