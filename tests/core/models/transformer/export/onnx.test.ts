import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, it } from 'vitest';
import { selectRows } from '../../../../../src/lib/core/features/examples.js';
import { basketInputs } from '../../../../../src/lib/core/models/transformer/export/baskets.js';
import { toTransformerOnnx } from '../../../../../src/lib/core/models/transformer/export/onnx.js';
import { transformer, TransformerModel } from '../../../../../src/lib/core/models/transformer/index.js';
import { inline } from '../../../../../src/lib/core/parallel.js';
import { readOnnx } from '../../neural/export/onnx-reader.js';
import { chainBook, chainExamples } from '../chain.js';

it('a transformer answers the same from its ONNX file, from raw features and baskets', async () => {
	await tf.setBackend('cpu');
	const all = chainExamples(chainBook(60, 4, 1), 0, 60);
	const options = { ...transformer.defaults, width: 8, layers: 2, window: 4, hidden: [9], own: 3, epochs: 4, learningRate: 0.02 };
	const { model } = await transformer.fit(all, options, { seed: 1, validation: all, report: () => {}, pool: inline({}) });
	if (!(model instanceof TransformerModel)) throw new Error('another family');
	const some = selectRows(all, Int32Array.from({ length: 12 }, (_, i) => i * 9));
	// One customer of whom nothing is known yet.
	const examples = { ...some, cut: some.cut.map((orders, r) => (r === 3 ? 0 : orders)) };
	const { rows, entries, features, book, entryX, absentX } = examples;
	const products = book.products.length;
	const width = features.product.length;
	const product = Array.from({ length: rows * products }, () => [...absentX]);
	for (let r = 0; r < rows; r++)
		for (let e = entries.start[r]; e < entries.start[r + 1]; e++)
			product[r * products + entries.product[e]] = [...entryX.subarray(e * width, (e + 1) * width)];
	const { baskets, basket, gap, first } = basketInputs(model, examples);
	expect(baskets).toBe(4);
	expect(gap.some(Number.isNaN)).toBe(true);
	const file = readOnnx(toTransformerOnnx(model));
	expect(file.inputs.toSorted()).toEqual(['basket', 'customer', 'first', 'gap', 'product']);
	expect(file.metadata.window).toBe('4');
	const p = file.run({
		customer: { shape: [rows, features.customer.length], values: [...examples.x] },
		product: { shape: [rows, products, width], values: product.flat() },
		basket: { shape: [rows, baskets, products], values: [...basket] },
		gap: { shape: [rows, baskets], values: [...gap] },
		first: { shape: [rows, baskets], values: [...first] }
	});
	const expected = model.predict(examples);
	expect(p.shape).toEqual([rows, products]);
	const worst = p.values.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
	expect(worst).toBeLessThan(1e-5);
	expect(new Set(expected.map((value) => Math.round(value * 100))).size).toBeGreaterThan(10);
});
