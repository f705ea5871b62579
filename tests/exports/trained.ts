import { readOrders } from '../../src/cli/orders.js';
import { startTensorFlow } from '../../src/cli/tensorflow.js';
import { currentExamples } from '../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../src/lib/core/features/questions.js';
import type { Examples } from '../../src/lib/core/features/types.js';
import { fitCalibration } from '../../src/lib/core/evaluation/calibration.js';
import { onnxFile } from '../../src/lib/core/export/onnx.js';
import { boosted } from '../../src/lib/core/models/boosted/index.js';
import { calibrated } from '../../src/lib/core/models/calibrated.js';
import type { AnyFamily } from '../../src/lib/core/models/families.js';
import { forest } from '../../src/lib/core/models/forest/index.js';
import { treeTasks } from '../../src/lib/core/models/trees/index.js';
import { toLayersModel } from '../../src/lib/core/models/neural/export/layers.js';
import { toOnnx } from '../../src/lib/core/models/neural/export/onnx.js';
import { NeuralModel, neural } from '../../src/lib/core/models/neural/index.js';
import { materialOf } from '../../src/lib/core/models/neural/material.js';
import { basketInputs } from '../../src/lib/core/models/transformer/export/baskets.js';
import { toTransformerOnnx } from '../../src/lib/core/models/transformer/export/onnx.js';
import { transformer, TransformerModel } from '../../src/lib/core/models/transformer/index.js';
import type { FitContext, Model } from '../../src/lib/core/models/types.js';
import { inline } from '../../src/lib/core/parallel.js';
import { splitExamples } from '../../src/lib/core/project/train.js';

/** A tensor as other runtimes take it. */
export interface Input {
	readonly shape: readonly number[];
	readonly values: Float32Array;
}

/** What every customer of today is asked with, and the project's own answers. */
interface Asked {
	readonly rows: number;
	readonly products: number;
	/** [rows × products] as the file answers. */
	readonly probability: Float32Array;
}

/** A model as an ONNX file. */
export interface OnnxExport extends Asked {
	readonly file: Uint8Array;
	readonly inputs: Readonly<Record<string, Input>>;
}

/** A network as LayersModel files. */
export interface LayersExport extends Asked {
	readonly files: ReturnType<typeof toLayersModel>;
	readonly inputs: Readonly<Record<string, Input>>;
}

/** Trees, calibrated by validation customers and not, as ONNX. */
async function treesOf(family: typeof forest | typeof boosted, train: Examples, examples: Examples, context: FitContext) {
	const { model } = await (family as unknown as AnyFamily).fit(train, { ...family.defaults }, context);
	const { validation } = context;
	const own = calibrated(model, fitCalibration(model.predict(validation), validation, { seed: 1 }));
	const exportOf = (one: Model): OnnxExport => ({
		...{ rows: examples.rows, products: model.products.length, probability: one.predict(examples) },
		...{ file: onnxFile(one.encode()), inputs: rawInputs(examples) }
	});
	return { raw: exportOf(model), calibrated: exportOf(own) };
}

async function groundOf(demo: string, kind: 'next' | 'next-order') {
	const work = { report: () => {} };
	const { book } = await readOrders(demo, {}, work);
	const question = defaultQuestion(book, kind, {});
	const { train, validation } = splitExamples(book, question, 1);
	return { book, train, examples: currentExamples(book, question), context: { ...work, seed: 1, validation, pool: inline(treeTasks) } };
}

/** Trains both kinds of trees on a demo, with their defaults and seed 1, and exports them. */
export async function exportTrees(demo: string, kind: 'next' | 'next-order') {
	const { train, examples, context } = await groundOf(demo, kind);
	return { forest: await treesOf(forest, train, examples, context), boosted: await treesOf(boosted, train, examples, context) };
}

/** Trains both networks on a demo, with their defaults and seed 1, and exports them. */
export async function exportNetworks(demo: string, kind: 'next' | 'next-order') {
	const { book, train, examples, context } = await groundOf(demo, kind);
	await startTensorFlow();
	const { model: network } = await neural.fit(train, neural.defaults, context);
	const { model: sequence } = await transformer.fit(train, transformer.defaults, context);
	if (!(network instanceof NeuralModel) || !(sequence instanceof TransformerModel)) throw new TypeError('not networks');
	const asked = (model: Model): Asked => ({ rows: examples.rows, products: book.products.length, probability: model.predict(examples) });
	const raw = rawInputs(examples);
	return {
		neural: {
			onnx: { ...asked(network), file: toOnnx(network), inputs: raw } satisfies OnnxExport,
			layers: { ...asked(network), files: toLayersModel(network), inputs: preparedInputs(network, examples) } satisfies LayersExport
		},
		transformer: {
			onnx: { ...asked(sequence), file: toTransformerOnnx(sequence), inputs: { ...raw, ...basketsOf(sequence, examples) } } satisfies OnnxExport
		}
	};
}

function rawInputs(examples: Examples): Record<string, Input> {
	const { rows, features, x, entryX, absentX } = examples;
	const { customer, product } = features;
	return {
		customer: { shape: [rows, customer.length], values: x },
		...(product.length && { product: spread(examples, product.length, entryX, absentX) })
	};
}

function preparedInputs({ network: { encoders } }: NeuralModel, examples: Examples): Record<string, Input> {
	const { rows, book, features } = examples;
	const products = book.products.length;
	const { x, own } = materialOf(examples, encoders);
	return {
		customer: { shape: [rows, encoders.customer.inputs], values: x },
		...(features.product.length && {
			product: spread(examples, encoders.own.inputs, own, encoders.absent),
			product_number: { shape: [rows, products], values: Float32Array.from({ length: rows * products }, (_, i) => i % products) }
		})
	};
}

function basketsOf(model: TransformerModel, examples: Examples): Record<string, Input> {
	const { rows, book } = examples;
	const { baskets, basket, gap, first } = basketInputs(model, examples);
	return {
		basket: { shape: [rows, baskets, book.products.length], values: basket },
		gap: { shape: [rows, baskets], values: gap },
		first: { shape: [rows, baskets], values: first }
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
