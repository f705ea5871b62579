import type * as Core from '@tensorflow/tfjs-core';
import type { Batch } from './batch.js';
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

/** A slot of the flat vector as a tensor: a matrix, or a vector where it is a bias or a shared part. */
export function slotOf(tf: TensorFlow, slot: Slot, flat: Core.Tensor1D): Core.Tensor {
	const values = tf.slice1d(flat, slot.offset, slot.rows * slot.columns);
	return isVector(slot) ? values : tf.reshape(values, [slot.rows, slot.columns]);
}

function isVector(slot: Slot): boolean {
	return /iases|^shared/.test(slot.name);
}

/**
 * The same logits as `forward`, in plain TensorFlow.js operations: the reference of the fused step, and what trains
 * on backends that cannot run it. masks: per hidden layer [size.trunk × width], kept / keep, where activations are dropped.
 */
export function graphLogits(
	tf: TensorFlow,
	layout: Layout,
	parameters: Parameters,
	absent: Core.Tensor2D,
	batch: Batch,
	masks: readonly Core.Tensor2D[],
	size: Size = batch
): { dense: Core.Tensor2D; entries?: Core.Tensor1D } {
	const { inputs, hidden, ownInputs, shared } = layout.shape;
	const at = <T extends Core.Tensor>(name: string): T => {
		const tensor = parameters.get(name);
		if (!tensor) throw new TypeError(`no parameter ${name}`);
		return tensor as T;
	};
	let h = tf.tensor2d(batch.x.slice(0, size.trunk * inputs), [size.trunk, inputs]);
	hidden.forEach((_, l) => {
		h = tf.relu(tf.add(tf.matMul(h, at(`weights.${l}`)), at(`biases.${l}`)));
		if (masks[l]) h = tf.mul(h, masks[l]);
	});
	const rowsOf = (t: Core.Tensor2D) => tf.slice(t, [0, 0], [size.rows, t.shape[1]]);
	const output: Core.Tensor2D = shared ? tf.add(at('output'), at('sharedOutput')) : at('output');
	const biases = at<Core.Tensor1D>('outputBiases');
	let dense = tf.add<Core.Tensor2D>(tf.matMul(rowsOf(h), output, false, true), biases);
	const own = layout.slot('ownBiases').columns > 0;
	const vectors = tf.tensor1d(batch.entryTrunk.slice(0, size.entries), 'int32');
	const products = tf.tensor1d(batch.entryProduct.slice(0, size.entries), 'int32');
	const dot = (a: Core.Tensor2D, b: Core.Tensor2D) => tf.sum<Core.Tensor1D>(tf.mul(a, b), 1);
	let entries: Core.Tensor1D | undefined;
	if (size.entries)
		entries = tf.add(dot(tf.gather(h, vectors), tf.gather(output, products)), tf.gather(biases, products));
	if (!own) return { dense, ...(entries && { entries }) };
	const context = tf.add<Core.Tensor2D>(tf.matMul(h, at('ownContext')), at('ownBiases'));
	const ownOutput: Core.Tensor2D = shared ? tf.add(at('ownOutput'), at('sharedOwn')) : at('ownOutput');
	const never = tf.relu(tf.add<Core.Tensor2D>(rowsOf(context), tf.matMul(absent, at('ownWeights'))));
	dense = tf.add(dense, tf.matMul(never, ownOutput, false, true));
	if (entries) {
		const z = tf.tensor2d(batch.own.slice(0, size.entries * ownInputs), [size.entries, ownInputs]);
		const s = tf.relu(tf.add<Core.Tensor2D>(tf.matMul(z, at('ownWeights')), tf.gather(context, vectors)));
		entries = tf.add(entries, dot(s, tf.gather(ownOutput, products)));
	}
	return { dense, ...(entries && { entries }) };
}

/** Sum of the cross-entropies of all asked pairs: softplus(logit) - label × logit. */
export function graphLoss(
	tf: TensorFlow,
	layout: Layout,
	logits: { dense: Core.Tensor2D; entries?: Core.Tensor1D },
	batch: Batch,
	size: Size = batch
): Core.Scalar {
	const { products } = layout.shape;
	const labels = new Float32Array(size.rows * products);
	const asked = new Float32Array(size.rows * products).fill(1, 0, batch.rows * products);
	for (let i = 0; i < batch.positives; i++) labels[batch.positive[i]] = 1;
	for (let e = 0; e < batch.entries; e++) asked[batch.entryRow[e] * products + batch.entryProduct[e]] = 0;
	const shape: [number, number] = [size.rows, products];
	const pairs = <T extends Core.Tensor>(z: T, y: T, weight: T) =>
		tf.sum<Core.Scalar>(tf.mul(weight, tf.sub(tf.softplus(z), tf.mul(y, z))));
	const dense = pairs(logits.dense, tf.tensor2d(labels, shape), tf.tensor2d(asked, shape));
	if (!logits.entries) return dense;
	const label = Float32Array.from(batch.entryLabel.subarray(0, size.entries)).fill(-1, batch.entries);
	const entries = pairs(
		logits.entries,
		tf.tensor1d(label.map((y) => Math.max(0, y))),
		tf.tensor1d(label.map((y) => (y < 0 ? 0 : 1)))
	);
	return tf.add(dense, entries);
}
