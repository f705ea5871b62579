import type { Batch } from './batch.js';
import type { Kernels } from './kernels.js';
import { inOrder } from './kernels.js';
import { sampledBackward } from './sampled.js';
import type { Weights, Workspace } from './workspace.js';

/**
 * Gradient of the loss by every parameter, written to `gradient` [layout.size], after `forward` and `crossEntropy`
 * with the same dropout share (its pattern is read off the activations).
 */
export function backward(k: Kernels, weights: Weights, w: Workspace, batch: Batch, keep: number, gradient: number): void {
	const { layout, parameters } = weights;
	const { shape, width } = layout;
	const { products } = shape;
	const at = (name: string) => parameters + layout.slot(name).offset;
	const to = (name: string) => gradient + layout.slot(name).offset;
	const own = layout.slot('ownBiases').columns;
	const depth = shape.hidden.length;
	const hidden = depth ? w.hidden[depth - 1] : w.x;
	const dHidden = depth ? w.dHidden[depth - 1] : -1;

	if (batch.sample) sampledBackward(k, weights, w, batch.sample, batch.rows, hidden, dHidden, to);
	else {
		k.transposedMultiply(w.logits, hidden, to('output'), batch.rows, products, width, false);
		k.columnSums(w.logits, to('outputBiases'), batch.rows, products, false);
		if (depth) k.multiply(w.logits, weights.output, dHidden, batch.rows, products, width, false);
		if (own) {
			k.transposedMultiply(w.logits, w.absent, to('ownOutput'), batch.rows, products, own, false);
			k.multiply(w.logits, weights.ownOutput, w.dAbsent, batch.rows, products, own, false);
		}
	}
	if (depth) k.memory.fill(0, dHidden + batch.rows * width, dHidden + batch.trunk * width);
	if (own) k.deactivate(w.dAbsent, w.absent, batch.rows * own, 1);
	backwardEntries(k, weights, w, batch, hidden, dHidden, own, to);
	if (own) {
		k.memory.copyWithin(w.dContext, w.dAbsent, w.dAbsent + batch.rows * own);
		k.memory.fill(0, w.dContext + batch.rows * own, w.dContext + batch.trunk * own);
		k.scatterRows(w.dContext, w.entryTrunk, w.dOwnHidden, inOrder, inOrder, batch.entries, own);
		k.transposedMultiply(w.own, w.dOwnHidden, to('ownWeights'), batch.entries, shape.ownInputs, own, false);
		k.columnSums(w.dAbsent, w.sums, batch.rows, own, false);
		k.transposedMultiply(weights.absent, w.sums, to('ownWeights'), 1, shape.ownInputs, own, true);
		k.columnSums(w.dContext, to('ownBiases'), batch.trunk, own, false);
		k.transposedMultiply(hidden, w.dContext, to('ownContext'), batch.trunk, width, own, false);
		if (depth) k.multiplyTransposed(w.dContext, at('ownContext'), dHidden, batch.trunk, own, width, true);
	}
	if (shape.shared) {
		k.columnSums(to('output'), to('sharedOutput'), products, width, false);
		if (own) k.columnSums(to('ownOutput'), to('sharedOwn'), products, own, false);
	}
	for (let l = depth - 1; l >= 0; l--) {
		const input = l ? w.hidden[l - 1] : w.x;
		const inputs = l ? shape.hidden[l - 1] : shape.inputs;
		const outputs = shape.hidden[l];
		k.deactivate(w.dHidden[l], w.hidden[l], batch.trunk * outputs, keep);
		k.transposedMultiply(input, w.dHidden[l], to(`weights.${l}`), batch.trunk, inputs, outputs, false);
		k.columnSums(w.dHidden[l], to(`biases.${l}`), batch.trunk, outputs, false);
		if (l) k.multiplyTransposed(w.dHidden[l], at(`weights.${l}`), w.dHidden[l - 1], batch.trunk, outputs, inputs, false);
		else if (shape.extra) {
			k.transposedMultiply(w.extra, w.dHidden[0], to('extraWeights'), batch.rows, shape.extra, outputs, false);
			k.multiplyTransposed(w.dHidden[0], at('extraWeights'), w.dExtra, batch.rows, outputs, shape.extra, false);
		}
	}
}

function backwardEntries(
	k: Kernels,
	weights: Weights,
	w: Workspace,
	batch: Batch,
	hidden: number,
	dHidden: number,
	own: number,
	to: (name: string) => number
): void {
	const x = k.memory;
	const { width } = weights.layout;
	const { entries } = batch;
	const { entryLogits, entryTrunk, entryProduct, ownHidden, dOwnHidden } = w;
	const biases = to('outputBiases');
	for (let e = 0; e < entries; e++) x[biases + batch.entryProduct[e]] += x[entryLogits + e];
	k.scatterRows(to('output'), entryProduct, hidden, entryTrunk, entryLogits, entries, width);
	if (dHidden >= 0) k.scatterRows(dHidden, entryTrunk, weights.output, entryProduct, entryLogits, entries, width);
	if (!own) return;
	k.scatterRows(to('ownOutput'), entryProduct, ownHidden, inOrder, entryLogits, entries, own);
	x.fill(0, dOwnHidden, dOwnHidden + entries * own);
	k.scatterRows(dOwnHidden, inOrder, weights.ownOutput, entryProduct, entryLogits, entries, own);
	k.deactivate(dOwnHidden, ownHidden, entries * own, 1);
}
