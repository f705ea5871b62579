import type * as Core from '@tensorflow/tfjs-core';
import type { Batch } from './batch.js';
import { takeRows } from './graph-rows.js';
import type { Layout, Slot } from './shape.js';

type TensorFlow = typeof Core;

/**
 * How many rows, vectors and entries a graph is made for. More than the batch holds are padding, which counts for
 * nothing: with one size for all batches a GPU needs one set of programs only.
 */
export interface Size {
	readonly rows: number;
	readonly trunk: number;
	readonly entries: number;
}

/** The parameters as tensors, one a slot, by the slot's name. */
export type Parameters<T extends Core.Tensor = Core.Tensor> = ReadonlyMap<string, T>;

/** What a graph is computed from beside the parameters. */
export interface GraphInput {
	readonly batch: Batch;
	/** The batch's own, unless it is padded. */
	readonly size?: Size;
	/** [1 × own inputs] a product never bought. */
	readonly absent: Core.Tensor2D;
	/** Per hidden layer [size.trunk × width], kept / keep, where activations are dropped. */
	readonly masks?: readonly Core.Tensor2D[];
	/** [size.rows × extra] what a net in front says of the rows. */
	readonly extra?: Core.Tensor2D;
}

/** Logits of pairs without an entry [size.rows × products, or × drawn products], and of entries. */
export interface GraphLogits {
	readonly dense: Core.Tensor2D;
	readonly entries?: Core.Tensor1D;
}

/** A slot of the flat vector as a tensor: a matrix, or a vector where it is a bias or a shared part. */
export function slotOf(tf: TensorFlow, slot: Slot, flat: Core.Tensor1D): Core.Tensor {
	const values = tf.slice1d(flat, slot.offset, slot.rows * slot.columns);
	return isVector(slot) ? values : tf.reshape(values, [slot.rows, slot.columns]);
}

function isVector(slot: Slot): boolean {
	return /iases|^shared/.test(slot.name);
}

/** The parameter of that name. */
export function parameterOf<T extends Core.Tensor>(parameters: Parameters, name: string): T {
	const tensor = parameters.get(name);
	if (!tensor) throw new TypeError(`no parameter ${name}`);
	return tensor as T;
}

/**
 * The same logits as `forward`, in plain TensorFlow.js operations: the reference of the fused step, and what trains
 * on backends that cannot run it.
 */
export function graphLogits(tf: TensorFlow, layout: Layout, parameters: Parameters, input: GraphInput): GraphLogits {
	const { batch, size = batch, absent, masks = [], extra } = input;
	const { inputs, hidden, ownInputs, shared } = layout.shape;
	const at = <T extends Core.Tensor = Core.Tensor2D>(name: string) => parameterOf<T>(parameters, name);
	let h = tf.tensor2d(batch.x.slice(0, size.trunk * inputs), [size.trunk, inputs]);
	hidden.forEach((_, l) => {
		let z = tf.matMul(h, at(`weights.${l}`));
		if (!l && extra) z = tf.add(z, tf.pad(tf.matMul(extra, at('extraWeights')), [[0, size.trunk - size.rows], [0, 0]]));
		h = tf.relu(tf.add(z, at(`biases.${l}`)));
		if (masks[l]) h = tf.mul(h, masks[l]);
	});
	const rowsOf = (t: Core.Tensor2D) => tf.slice(t, [0, 0], [size.rows, t.shape[1]]);
	const drawn = batch.sample && tf.tensor1d(batch.sample.product, 'int32');
	const columnsOf = (t: Core.Tensor2D) => (drawn ? takeRows(tf, t, drawn) : t);
	const output: Core.Tensor2D = shared ? tf.add(at('output'), at('sharedOutput')) : at('output');
	const biases = tf.reshape<Core.Rank.R2>(at<Core.Tensor1D>('outputBiases'), [layout.shape.products, 1]);
	const biasesOf = (products?: Core.Tensor1D) => tf.reshape<Core.Rank.R1>(products ? takeRows(tf, biases, products) : biases, [-1]);
	let dense = tf.add<Core.Tensor2D>(tf.matMul(rowsOf(h), columnsOf(output), false, true), biasesOf(drawn));
	const own = layout.slot('ownBiases').columns > 0;
	const vectors = tf.tensor1d(batch.entryTrunk.slice(0, size.entries), 'int32');
	const products = tf.tensor1d(batch.entryProduct.slice(0, size.entries), 'int32');
	const dot = (a: Core.Tensor2D, b: Core.Tensor2D) => tf.sum<Core.Tensor1D>(tf.mul(a, b), 1);
	let entries: Core.Tensor1D | undefined;
	if (size.entries) entries = tf.add(dot(takeRows(tf, h, vectors), takeRows(tf, output, products)), biasesOf(products));
	if (!own) return { dense, ...(entries && { entries }) };
	const context = tf.add<Core.Tensor2D>(tf.matMul(h, at('ownContext')), at('ownBiases'));
	const ownOutput: Core.Tensor2D = shared ? tf.add(at('ownOutput'), at('sharedOwn')) : at('ownOutput');
	const never = tf.relu(tf.add<Core.Tensor2D>(rowsOf(context), tf.matMul(absent, at('ownWeights'))));
	dense = tf.add(dense, tf.matMul(never, columnsOf(ownOutput), false, true));
	if (entries) {
		const z = tf.tensor2d(batch.own.slice(0, size.entries * ownInputs), [size.entries, ownInputs]);
		const s = tf.relu(tf.add<Core.Tensor2D>(tf.matMul(z, at('ownWeights')), takeRows(tf, context, vectors)));
		entries = tf.add(entries, dot(s, takeRows(tf, ownOutput, products)));
	}
	return { dense, ...(entries && { entries }) };
}

/** Sum of the cross-entropies of all asked pairs, softplus(logit) - label × logit; or its estimate: see `crossEntropy`. */
export function graphLoss(tf: TensorFlow, layout: Layout, logits: GraphLogits, batch: Batch, size: Size = batch): Core.Scalar {
	const { sample } = batch;
	const columns = sample ? sample.product.length : layout.shape.products;
	const labels = new Float32Array(size.rows * columns);
	const weights = new Float32Array(size.rows * columns);
	if (sample) for (let r = 0; r < batch.rows; r++) weights.set(sample.weight, r * columns);
	else weights.fill(1, 0, batch.rows * columns);
	for (let i = 0; i < batch.positives; i++) labels[batch.positive[i]] = 1;
	for (let e = 0; e < batch.entries; e++) {
		const column = sample ? batch.columnOf[batch.entryProduct[e]] : batch.entryProduct[e];
		if (column >= 0) weights[batch.entryRow[e] * columns + column] = 0;
	}
	const shape: [number, number] = [size.rows, columns];
	const pairs = <T extends Core.Tensor>(z: T, y: T, weight: T) =>
		tf.sum<Core.Scalar>(tf.mul(weight, tf.sub(tf.softplus(z), tf.mul(y, z))));
	const dense = pairs(logits.dense, tf.tensor2d(labels, shape), tf.tensor2d(weights, shape));
	if (!logits.entries) return dense;
	const label = Float32Array.from(batch.entryLabel.subarray(0, size.entries)).fill(-1, batch.entries);
	const entries = pairs(
		logits.entries,
		tf.tensor1d(label.map((y) => Math.max(0, y))),
		tf.tensor1d(label.map((y) => (y < 0 ? 0 : 1)))
	);
	return tf.add(dense, entries);
}
