import type { Batch } from './batch.js';
import type { Kernels } from './kernels.js';
import { inOrder, never } from './kernels.js';
import { sampledCrossEntropy, sampledLogits } from './sampled.js';
import type { Weights, Workspace } from './workspace.js';

/** Dropout of one pass: the share that is kept, and the seed of its pattern (layer l draws from seed + l). */
export interface Dropout {
	readonly keep: number;
	readonly seed: number;
}

export const noDropout: Dropout = { keep: 1, seed: 0 };

/**
 * Logits of a batch: h = trunk(x); a product never bought has output·h + ownOutput·relu(context + absentOwn) + bias,
 * a pair with an entry has the same with its own features in place of the absent ones. Where some products stand for
 * all, the others have no logits but those of their entries.
 */
export function forward(k: Kernels, weights: Weights, w: Workspace, batch: Batch, dropout: Dropout): void {
	const { layout, parameters } = weights;
	const { shape } = layout;
	const at = (name: string) => parameters + layout.slot(name).offset;
	let input = w.x;
	let width = shape.inputs;
	shape.hidden.forEach((next, l) => {
		k.multiply(input, at(`weights.${l}`), w.hidden[l], batch.trunk, width, next, false);
		const extra = l ? 0 : (shape.extra ?? 0);
		if (extra) k.multiply(w.extra, at('extraWeights'), w.hidden[0], batch.rows, extra, next, true);
		k.activate(w.hidden[l], at(`biases.${l}`), batch.trunk, next, dropout.keep, dropout.seed + l);
		input = w.hidden[l];
		width = next;
	});
	const own = layout.slot('ownBiases').columns;
	const { products } = shape;
	if (own) {
		k.multiply(input, at('ownContext'), w.context, batch.trunk, width, own, false);
		k.addBias(w.context, at('ownBiases'), batch.trunk, own);
		k.memory.copyWithin(w.absent, w.context, w.context + batch.rows * own);
		k.activate(w.absent, weights.absentOwn, batch.rows, own, 1, 0);
	}
	if (batch.sample) sampledLogits(k, weights, w, batch.sample, batch.rows, input);
	else {
		k.multiplyTransposed(input, weights.output, w.logits, batch.rows, width, products, false);
		if (own) k.multiplyTransposed(w.absent, weights.ownOutput, w.logits, batch.rows, own, products, true);
		k.addBias(w.logits, at('outputBiases'), batch.rows, products);
	}
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
	const { entries } = batch;
	if (!entries) return;
	const biases = parameters + layout.slot('outputBiases').offset;
	for (let e = 0; e < entries; e++) x[w.entryLogits + e] = x[biases + batch.entryProduct[e]];
	k.pairDots(hidden, w.entryTrunk, weights.output, w.entryProduct, w.entryLogits, entries, width);
	if (!own) return;
	const ownWeights = parameters + layout.slot('ownWeights').offset;
	k.multiply(w.own, ownWeights, w.ownHidden, entries, layout.shape.ownInputs, own, false);
	k.scatterRows(w.ownHidden, inOrder, w.context, w.entryTrunk, inOrder, entries, own);
	for (let i = w.ownHidden; i < w.ownHidden + entries * own; i++) if (x[i] < 0) x[i] = 0;
	k.pairDots(w.ownHidden, inOrder, weights.ownOutput, w.entryProduct, w.entryLogits, entries, own);
}

/**
 * Sum of the cross-entropies of all asked pairs, in nats, or an unbiased estimate from those that stand for all. The logits become gradients: scale × (sigmoid - label), 0
 * where the pair is not asked or is answered by its entry.
 */
export function crossEntropy(k: Kernels, weights: Weights, w: Workspace, batch: Batch, scale: number): number {
	const x = k.memory;
	const { products } = weights.layout.shape;
	if (batch.sample) return sampledCrossEntropy(k, w, batch, batch.sample, scale) + entryLoss(k, w, batch, scale);
	let loss = 0;
	for (let i = 0; i < batch.positives; i++) loss -= x[w.logits + batch.positive[i]];
	for (let e = 0; e < batch.entries; e++) x[w.logits + batch.entryRow[e] * products + batch.entryProduct[e]] = never;
	loss += k.crossEntropy(w.logits, batch.rows * products, scale);
	for (let i = 0; i < batch.positives; i++) x[w.logits + batch.positive[i]] -= scale;
	return loss + entryLoss(k, w, batch, scale);
}

function entryLoss(k: Kernels, w: Workspace, batch: Batch, scale: number): number {
	const x = k.memory;
	let loss = 0;
	for (let e = 0; e < batch.entries; e++) {
		if (batch.entryLabel[e] > 0) loss -= x[w.entryLogits + e];
		if (batch.entryLabel[e] < 0) x[w.entryLogits + e] = never;
	}
	loss += k.crossEntropy(w.entryLogits, batch.entries, scale);
	for (let e = 0; e < batch.entries; e++) if (batch.entryLabel[e] > 0) x[w.entryLogits + e] -= scale;
	return loss;
}
