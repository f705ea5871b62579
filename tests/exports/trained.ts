import { readOrders } from '../../src/cli/orders.js';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { currentExamples } from '../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import type { Examples, Question } from '../../src/lib/core/features/types.js';
import { toLayersModel } from '../../src/lib/core/models/neural/export/layers.js';
import { toOnnx } from '../../src/lib/core/models/neural/export/onnx.js';
import { NeuralModel, neural } from '../../src/lib/core/models/neural/index.js';
import { materialOf } from '../../src/lib/core/models/neural/material.js';
import { inline } from '../../src/lib/core/parallel.js';
import { splitExamples } from '../../src/lib/core/project/train.js';

/** A tensor as other runtimes take it. */
export interface Input {
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

/** A demo's network as files, what every customer of today would be asked with, and the project's own answers. */
export interface Exported {
	readonly products: number;
	readonly rows: number;
	/** [rows × products] before calibration. */
	readonly probability: Float32Array;
	readonly onnx: { readonly file: Uint8Array; readonly inputs: Readonly<Record<string, Input>> };
	readonly layers: { readonly files: ReturnType<typeof toLayersModel>; readonly inputs: Readonly<Record<string, Input>> };
}

/** Trains the sigmoid network on a demo, with its defaults and seed 1, and exports it. */
export async function exportDemo(demo: string, kind: Question['kind']): Promise<Exported> {
	const work = { report: () => {} };
	const { book } = await readOrders(demo, {}, work);
	const question = defaultQuestion(book, kind, {});
	const { train, validation } = splitExamples(book, question, 1);
	await startTensorFlow();
	const { model } = await neural.fit(train, neural.defaults, { ...work, seed: 1, validation, pool: inline({}) });
	if (!(model instanceof NeuralModel)) throw new TypeError('not a network');
	const examples = currentExamples(book, question);
	const { encoders } = model.network;
	const material = materialOf(examples, encoders);
	const { rows } = examples;
	const products = book.products.length;
	const { customer, product } = examples.features;
	const hasOwn = product.length > 0;
	return {
		products,
		rows,
		probability: model.predict(examples),
		onnx: {
			file: toOnnx(model),
			inputs: {
				customer: { shape: [rows, customer.length], values: examples.x },
				...(hasOwn && { product: spread(examples, product.length, examples.entryX, examples.absentX) })
			}
		},
		layers: {
			files: toLayersModel(model),
			inputs: {
				customer: { shape: [rows, encoders.customer.inputs], values: material.x },
				...(hasOwn && {
					product: spread(examples, encoders.own.inputs, material.own, encoders.absent),
					product_number: { shape: [rows, products], values: Float32Array.from({ length: rows * products }, (_, i) => i % products) }
				})
			}
		}
	};
}

/** [rows × products × width] of every pair: the entry's values, or those of a product never bought. */
function spread({ rows, entries, book }: Examples, width: number, ofEntry: Float32Array, absent: Float32Array): Input {
	const products = book.products.length;
	const values = new Float32Array(rows * products * width);
	for (let pair = 0; pair < rows * products; pair++) values.set(absent.subarray(0, width), pair * width);
	for (let r = 0; r < rows; r++)
		for (let e = entries.start[r]; e < entries.start[r + 1]; e++)
			values.set(ofEntry.subarray(e * width, (e + 1) * width), (r * products + entries.product[e]) * width);
	return { shape: [rows, products, width], values };
}
