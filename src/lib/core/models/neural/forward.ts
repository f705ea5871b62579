import type { Batch } from './batch.js';
import type { Kernels } from './kernels.js';
import type { Weights, Workspace } from './workspace.js';

/** Dropout of one pass: the share that is kept, and the seed of its pattern (layer l draws from seed + l). */
export interface Dropout {
	readonly keep: number;
	readonly seed: number;
}

export const noDropout: Dropout = { keep: 1, seed: 0 };

/**
 * Logits of a batch: h = trunk(x); a product never bought has output·h + ownOutput·relu(context + absentOwn) + bias,
 * a pair with an entry has the same with its own features in place of the absent ones.
 */
export function forward(k: Kernels, weights: Weights, w: Workspace, batch: Batch, dropout: Dropout): void {
	const { layout, parameters } = weights;
	const { shape } = layout;
	const at = (name: string) => parameters + layout.slot(name).offset;
	let input = w.x;
	let width = shape.inputs;
	shape.hidden.forEach((next, l) => {
		k.multiply(input, at(`weights.${l}`), w.hidden[l], batch.trunk, width, next, false);
		k.activate(w.hidden[l], at(`biases.${l}`), batch.trunk, next, dropout.keep, dropout.seed + l);
		input = w.hidden[l];
		width = next;
	});
	const own = layout.slot('ownBiases').columns;
	const { products } = shape;
	k.multiplyTransposed(input, weights.output, w.logits, batch.rows, width, products, false);
	if (own) {
		k.multiply(input, at('ownContext'), w.context, batch.trunk, width, own, false);
		k.addBias(w.context, at('ownBiases'), batch.trunk, own);
		k.memory.copyWithin(w.absent, w.context, w.context + batch.rows * own);
		k.activate(w.absent, weights.absentOwn, batch.rows, own, 1, 0);
		k.multiplyTransposed(w.absent, weights.ownOutput, w.logits, batch.rows, own, products, true);
	}
	k.addBias(w.logits, at('outputBiases'), batch.rows, products);
	forwardEntries(k, weights, w, batch, input, width, own);
}

function forwardEntries(
	k: Kernels,
	weights: Weights,
	w: Workspace,
	batch: Batch,
	hidden: number,
	width: number,
	own: number
): void {
	const x = k.memory;
	const { layout, parameters } = weights;
	const biases = parameters + layout.slot('outputBiases').offset;
	if (own && batch.entries)
		k.multiply(w.own, parameters + layout.slot('ownWeights').offset, w.ownHidden, batch.entries, layout.shape.ownInputs, own, false);
	for (let e = 0; e < batch.entries; e++) {
		const product = batch.entryProduct[e];
		const trunk = batch.entryTrunk[e];
		let logit = x[biases + product];
		const h = hidden + trunk * width;
		const o = weights.output + product * width;
		for (let j = 0; j < width; j++) logit += x[h + j] * x[o + j];
		const s = w.ownHidden + e * own;
		const c = w.context + trunk * own;
		const q = weights.ownOutput + product * own;
		for (let j = 0; j < own; j++) {
			const value = Math.max(0, x[s + j] + x[c + j]);
			x[s + j] = value;
			logit += value * x[q + j];
		}
		x[w.entryLogits + e] = logit;
	}
}

/**
 * Sum of the cross-entropies of all asked pairs, in nats. The logits become gradients: scale × (sigmoid - label), 0
 * where the pair is not asked or is answered by its entry.
 */
export function crossEntropy(k: Kernels, weights: Weights, w: Workspace, batch: Batch, scale: number): number {
	const x = k.memory;
	const { products } = weights.layout.shape;
	let loss = 0;
	for (let i = 0; i < batch.positives; i++) loss -= x[w.logits + batch.positive[i]];
	for (let e = 0; e < batch.entries; e++) {
		x[w.logits + batch.entryRow[e] * products + batch.entryProduct[e]] = never;
		const label = batch.entryLabel[e];
		if (label > 0) loss -= x[w.entryLogits + e];
		if (label < 0) x[w.entryLogits + e] = never;
	}
	loss += k.crossEntropy(w.logits, batch.rows * products, scale);
	loss += k.crossEntropy(w.entryLogits, batch.entries, scale);
	for (let i = 0; i < batch.positives; i++) x[w.logits + batch.positive[i]] -= scale;
	for (let e = 0; e < batch.entries; e++) if (batch.entryLabel[e] > 0) x[w.entryLogits + e] -= scale;
	return loss;
}

/** A logit whose sigmoid and softplus are 0 in any arithmetic. */
const never = -1e4;
