import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { graphLogits, slotOf } from '../../../../src/lib/core/models/neural/graph.js';
import { capacityOf, emptyBatch, fillBatch } from '../../../../src/lib/core/models/neural/batch.js';
import { NeuralModel, neural } from '../../../../src/lib/core/models/neural/index.js';
import { materialOf } from '../../../../src/lib/core/models/neural/material.js';
import type { EncodedModel, Model } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { sigmoid, simulate, simulateEver } from './simulated.js';

const { examples } = simulate(300, 5, 1);
const ever = simulateEver(300, 5, 1);
const models: Record<'next' | 'ever', Model | undefined> = { next: undefined, ever: undefined };
const trained = (kind: 'next' | 'ever'): NeuralModel => {
	const model = models[kind];
	if (!(model instanceof NeuralModel)) throw new Error('not trained');
	return model;
};

beforeAll(async () => {
	await tf.setBackend('cpu');
	const options = { ...neural.defaults, hidden: [12, 7], epochs: 4, learningRate: 0.02 };
	const context = { seed: 3, report: () => {}, pool: inline({}) };
	models.next = (await neural.fit(examples, options, { ...context, validation: examples })).model;
	models.ever = (await neural.fit(ever, options, { ...context, validation: ever })).model;
});

describe('predict', () => {
	it.each([
		['next', examples],
		['ever', ever]
	] as const)('is the TensorFlow.js forward pass within 1e-5 (%s)', (kind, of) => {
		const { layout, encoders, parameters } = trained(kind).network;
		const material = materialOf(of, encoders);
		const batch = emptyBatch(capacityOf(material, of.rows), layout.shape.inputs, layout.shape.ownInputs);
		fillBatch(batch, material, undefined, 0, of.rows);
		const p = trained(kind).predict(of);
		tf.tidy(() => {
			const tensors = new Map(layout.slots.map((slot) => [slot.name, slotOf(tf, slot, tf.tensor1d(parameters))]));
			const absent = tf.tensor2d(encoders.absent, [1, encoders.absent.length]);
			const logits = graphLogits(tf, layout, tensors, { batch, absent });
			const expected = Float64Array.from(logits.dense.dataSync(), sigmoid);
			const entries = logits.entries?.dataSync() ?? [];
			for (let e = 0; e < batch.entries; e++)
				expected[batch.entryRow[e] * 5 + batch.entryProduct[e]] = sigmoid(entries[e]);
			expect(batch.entries).toBeGreaterThan(100);
			const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - p[i])), 0);
			expect(worst).toBeLessThan(1e-5);
		});
	});

	it('answers for no rows', () => {
		expect(trained('next').predict({ ...simulate(0, 5, 1).examples })).toHaveLength(0);
	});

	it('does not look at the labels', () => {
		const blind = { ...examples, labels: undefined };
		expect(trained('next').predict(blind)).toEqual(trained('next').predict(examples));
	});
});

describe('predictProduct', () => {
	it('answers free vectors as predict answers the same customers', () => {
		const p = trained('next').predict(examples);
		for (const product of [0, 4]) {
			const table = Float32Array.from({ length: examples.rows * 5 }, (_, i) => {
				const row = Math.floor(i / 5);
				if (i % 5 < 3) return examples.x[row * 3 + (i % 5)];
				const { start, product: products } = examples.entries;
				const entry = products.subarray(start[row], start[row + 1]).indexOf(product);
				return entry < 0 ? examples.absentX[(i % 5) - 3] : examples.entryX[(start[row] + entry) * 2 + (i % 5) - 3];
			});
			const q = trained('next').predictProduct(product, table, examples.rows);
			for (let r = 0; r < examples.rows; r++) expect(q[r]).toBeCloseTo(p[r * 5 + product], 6);
		}
	});

	it('stays a probability for values far outside of what was learned', () => {
		const table = Float32Array.of(1e30, -1e30, 99, -1e9, 1e9, NaN, NaN, NaN, NaN, NaN);
		for (const p of trained('next').predictProduct(2, table, 2)) {
			expect(p).toBeGreaterThanOrEqual(0);
			expect(p).toBeLessThanOrEqual(1);
		}
	});
});

describe('the codec', () => {
	const copy = (encoded: EncodedModel): EncodedModel => structuredClone(encoded);
	const damage = (change: (encoded: { buffers: Record<string, unknown>; meta: Record<string, unknown> }) => void) => {
		return () => {
			const encoded = copy(trained('next').encode());
			change(encoded as never);
			return neural.decode(encoded);
		};
	};

	it.each([
		['next', examples],
		['ever', ever]
	] as const)('brings a model back that answers the same, to the bit (%s)', (kind, of) => {
		const again = neural.decode(copy(trained(kind).encode()));
		expect(again.predict(of)).toEqual(trained(kind).predict(of));
		expect(again.encode()).toEqual(trained(kind).encode());
	});

	it.each(Object.entries({
		'too short': damage(({ buffers }) => (buffers.parameters = (buffers.parameters as Float32Array).slice(1))),
		'not a number': damage(({ buffers }) => ((buffers.parameters as Float32Array)[7] = NaN)),
		'no parameters': damage(({ buffers }) => delete buffers.parameters),
		'another type': damage(({ buffers }) => (buffers.parameters = Float64Array.from(buffers.parameters as Float32Array))),
		'other widths': damage(({ meta }) => (meta.hidden = [12, 8])),
		'widths that are words': damage(({ meta }) => (meta.hidden = 'wide')),
		'an endless width': damage(({ meta }) => (meta.own = Infinity)),
		'a mean that is not a number': damage(({ buffers }) => ((buffers['customer.mean'] as Float64Array)[0] = NaN)),
		'an input out of place': damage(({ buffers }) => ((buffers['customer.first'] as Int32Array)[0] = 40)),
		'a code out of place': damage(({ buffers }) => ((buffers['customer.codeInput'] as Int32Array)[0] = -2147483648)),
		'an encoder of another width': damage(({ buffers }) => (buffers['own.scale'] = new Float64Array(9)))
	}))('refuses a damaged model: %s', (_, decode) => {
		expect(decode).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});
});
