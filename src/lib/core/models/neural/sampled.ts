import type { Batch } from './batch.js';
import type { Kernels } from './kernels.js';
import { inOrder, never } from './kernels.js';
import type { Sample } from './sample.js';
import type { Weights, Workspace } from './workspace.js';

/**
 * The output layer where some products stand for all: logits [columns × rows] of pairs without an entry, from the
 * `hidden` activations of the rows. A column lies in one piece, so that its weight is one factor.
 */
export function sampledLogits(k: Kernels, weights: Weights, w: Workspace, { product }: Sample, rows: number, hidden: number): void {
	const x = k.memory;
	const { layout, parameters } = weights;
	const { width } = layout;
	const own = layout.slot('ownBiases').columns;
	const biases = parameters + layout.slot('outputBiases').offset;
	const copy = (from: number, to: number, n: number) => {
		x.fill(0, to, to + product.length * n);
		k.scatterRows(to, inOrder, from, w.columns, inOrder, product.length, n);
	};
	copy(weights.output, w.output, width);
	copy(weights.ownOutput, w.ownOutput, own);
	for (let c = 0; c < product.length; c++) x.fill(x[biases + product[c]], w.logits + c * rows, w.logits + (c + 1) * rows);
	k.multiplyTransposed(w.output, hidden, w.logits, product.length, width, rows, true);
	if (own) k.multiplyTransposed(w.ownOutput, w.absent, w.logits, product.length, own, rows, true);
}

/** As `crossEntropy`, of the pairs without an entry. */
export function sampledCrossEntropy(k: Kernels, w: Workspace, batch: Batch, { product, weight }: Sample, scale: number): number {
	const { rows } = batch;
	for (let e = 0; e < batch.entries; e++) {
		const column = batch.columnOf[batch.entryProduct[e]];
		if (column >= 0) k.memory[w.logits + column * rows + batch.entryRow[e]] = never;
	}
	let loss = 0;
	for (let c = 0; c < product.length; c++) loss += weight[c] * k.crossEntropy(w.logits + c * rows, rows, scale * weight[c]);
	return loss;
}

/**
 * From the gradients by the logits: the gradient by the output layer's parameters at `to`, 0 for products that were not
 * drawn, by the rows' `hidden` activations at `dHidden` (unless -1), and by those of the absent product.
 */
export function sampledBackward(
	k: Kernels,
	weights: Weights,
	w: Workspace,
	{ product }: Sample,
	rows: number,
	hidden: number,
	dHidden: number,
	to: (name: string) => number
): void {
	const x = k.memory;
	const { layout } = weights;
	const { width } = layout;
	const { products } = layout.shape;
	const own = layout.slot('ownBiases').columns;
	const columns = product.length;
	const biases = to('outputBiases');
	x.fill(0, biases, biases + products);
	for (let c = 0, at = w.logits; c < columns; c++) {
		let sum = 0;
		for (const end = at + rows; at < end; at++) sum += x[at];
		x[biases + product[c]] = sum;
	}
	const layer = (n: number, place: number, input: number, dInput: number, gradient: number) => {
		if (dInput >= 0) k.transposedMultiply(w.logits, place, dInput, columns, rows, n, false);
		k.multiply(w.logits, input, place, columns, rows, n, false);
		x.fill(0, gradient, gradient + products * n);
		k.scatterRows(gradient, w.columns, place, inOrder, inOrder, columns, n);
	};
	layer(width, w.output, hidden, dHidden, to('output'));
	if (own) layer(own, w.ownOutput, w.absent, w.dAbsent, to('ownOutput'));
}
