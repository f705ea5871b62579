import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Examples } from '../../../../../src/lib/core/features/types.js';
import { toLayersModel } from '../../../../../src/lib/core/models/neural/export/layers.js';
import { toOnnx } from '../../../../../src/lib/core/models/neural/export/onnx.js';
import { NeuralModel, neural } from '../../../../../src/lib/core/models/neural/index.js';
import { materialOf } from '../../../../../src/lib/core/models/neural/material.js';
import { inline } from '../../../../../src/lib/core/parallel.js';
import { simulate } from '../simulated.js';
import type { Dense } from './arrays.js';
import { readLayers } from './layers-reader.js';
import { readOnnx } from './onnx-reader.js';

const products = 5;
const withOwn = simulate(120, products, 1).examples;
const withoutOwn: Examples = {
	...withOwn,
	features: { ...withOwn.features, product: [] },
	entryX: new Float32Array(0),
	absentX: new Float32Array(0)
};

async function train(examples: Examples): Promise<NeuralModel> {
	const options = { ...neural.defaults, hidden: [9, 7], own: 6, epochs: 5, learningRate: 0.02 };
	const { model } = await neural.fit(examples, options, { seed: 1, validation: examples, report: () => {}, pool: inline({}) });
	if (!(model instanceof NeuralModel)) throw new Error('another family');
	return model;
}

/** Values of every (row, product) pair: the entry's, or the absent product's. */
function spread({ rows, entries }: Examples, width: number, ofEntry: Float32Array, absent: Float32Array): Dense {
	const values: number[] = [];
	for (let r = 0; r < rows; r++)
		for (let k = 0; k < products; k++) {
			const at = entries.product.subarray(entries.start[r], entries.start[r + 1]).indexOf(k);
			const from = (entries.start[r] + at) * width;
			values.push(...(at < 0 ? absent : ofEntry.subarray(from, from + width)));
		}
	return { shape: [rows, products, width], values };
}

function worst(a: Dense, b: Float32Array): number {
	expect(a.values).toHaveLength(b.length);
	return a.values.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i])), 0);
}

beforeAll(async () => {
	await tf.setBackend('cpu');
});

describe.each([
	['with features of products', withOwn],
	['without', withoutOwn]
])('a network %s', (_, examples) => {
	const hasOwn = examples.features.product.length > 0;

	it('answers the same from its ONNX file, from raw features', async () => {
		const model = await train(examples);
		const file = readOnnx(toOnnx(model));
		expect(file.inputs).toEqual(hasOwn ? ['customer', 'product'] : ['customer']);
		expect(file.outputs).toEqual(['probability']);
		expect(file.operatorSet).toEqual([13]);
		expect(JSON.parse(file.metadata.products)).toEqual(model.products);
		expect(JSON.parse(file.metadata.customer)[2]).toEqual({ name: 'region', values: ['n', 's', 'e'] });
		const customer = { shape: [examples.rows, 3], values: [...examples.x] };
		const product = spread(examples, examples.features.product.length, examples.entryX, examples.absentX);
		const p = file.run({ customer, ...(hasOwn && { product }) });
		expect(p.shape).toEqual([examples.rows, products]);
		expect(worst(p, model.predict(examples))).toBeLessThan(1e-5);
	});

	it('answers the same from its LayersModel files, from prepared features', async () => {
		const model = await train(examples);
		const { encoders } = model.network;
		const material = materialOf(examples, encoders);
		const files = readLayers(toLayersModel(model));
		expect(files.metadata).toMatchObject({ products: model.products, preparation: { customer: { inputs: encoders.customer.inputs } } });
		const p = files.run({
			customer: { shape: [examples.rows, encoders.customer.inputs], values: [...material.x] },
			...(hasOwn && { product: spread(examples, encoders.own.inputs, material.own, encoders.absent) }),
			product_number: { shape: [examples.rows, products], values: Array.from({ length: examples.rows * products }, (_, i) => i % products) }
		});
		expect(worst(p, model.predict(examples))).toBeLessThan(1e-5);
	});
});
