import type { Dropout } from '../neural/forward.js';
import type { Kernels } from '../neural/kernels.js';
import type { Weights } from '../neural/workspace.js';
import { attend, attendBackward } from './attention.js';
import type { FrontBatch, FrontPlaces } from './front-places.js';
import { normalise, normaliseBackward } from './layer-norm.js';
import { basketFacts } from './sequences.js';

/** Reads the baskets: pre-norm transformer layers over their embeddings; the answer is each row's last basket. */
export function frontForward(k: Kernels, weights: Weights, p: FrontPlaces, batch: FrontBatch, dropout: Dropout): void {
	const x = k.memory;
	const { layout, parameters } = weights;
	const at = (name: string) => parameters + layout.slot(name).offset;
	const width = layout.slot('lastGain').columns;
	const { tokens } = batch;
	k.multiply(p.facts, at('basketFacts'), p.tokens, tokens, basketFacts, width, false);
	k.scatterRows(p.tokens, p.itemToken, at('basketProducts'), p.itemProduct, p.itemScale, batch.items, width);
	let input = p.tokens;
	p.layers.forEach((layer, l) => {
		const of = (name: string) => at(`layer.${l}.${name}`);
		normalise(x, layer.norm, tokens, width);
		k.multiply(layer.norm.output, of('qkv'), layer.qkv, tokens, width, 3 * width, false);
		attend(x, layer, batch);
		x.copyWithin(layer.mixed, input, input + tokens * width);
		k.multiply(layer.output, of('mix'), layer.mixed, tokens, width, width, true);
		normalise(x, layer.norm2, tokens, width);
		k.multiply(layer.norm2.output, of('up'), layer.inner, tokens, width, 2 * width, false);
		k.activate(layer.inner, of('upBias'), tokens, 2 * width, dropout.keep, dropout.seed + frontSeed + l);
		x.copyWithin(layer.next, layer.mixed, layer.mixed + tokens * width);
		k.multiply(layer.inner, of('down'), layer.next, tokens, 2 * width, width, true);
		k.addBias(layer.next, of('downBias'), tokens, width);
		input = layer.next;
	});
	for (let r = 0; r < batch.rows; r++) {
		const end = input + batch.start[r + 1] * width;
		if (batch.start[r + 1] > batch.start[r]) x.copyWithin(p.lastToken + r * width, end - width, end);
		else x.fill(0, p.lastToken + r * width, p.lastToken + (r + 1) * width);
	}
	normalise(x, p.last, batch.rows, width);
}

/** From the gradient by the answer at `d` [rows × width]: the gradient by all parameters of the front. */
export function frontBackward(
	k: Kernels,
	weights: Weights,
	p: FrontPlaces,
	batch: FrontBatch,
	keep: number,
	d: number,
	gradient: number
): void {
	const x = k.memory;
	const { layout, parameters } = weights;
	const width = layout.slot('lastGain').columns;
	const { tokens } = batch;
	const to = (name: string) => gradient + layout.slot(name).offset;
	x.fill(0, p.dLast, p.dLast + batch.rows * width);
	normaliseBackward(x, p.last, d, p.dLast, to('lastGain'), to('lastBias'), batch.rows, width);
	x.fill(0, p.dToken, p.dToken + tokens * width);
	for (let r = 0; r < batch.rows; r++)
		if (batch.start[r + 1] > batch.start[r])
			x.copyWithin(p.dToken + (batch.start[r + 1] - 1) * width, p.dLast + r * width, p.dLast + (r + 1) * width);
	p.layers.toReversed().forEach((layer, reversed) => {
		const l = p.layers.length - 1 - reversed;
		const of = (name: string) => parameters + layout.slot(`layer.${l}.${name}`).offset;
		const dOf = (name: string) => to(`layer.${l}.${name}`);
		k.columnSums(p.dToken, dOf('downBias'), tokens, width, false);
		k.transposedMultiply(layer.inner, p.dToken, dOf('down'), tokens, 2 * width, width, false);
		k.multiplyTransposed(p.dToken, of('down'), p.dInner, tokens, width, 2 * width, false);
		k.deactivate(p.dInner, layer.inner, tokens * 2 * width, keep);
		k.columnSums(p.dInner, dOf('upBias'), tokens, 2 * width, false);
		k.transposedMultiply(layer.norm2.output, p.dInner, dOf('up'), tokens, width, 2 * width, false);
		k.multiplyTransposed(p.dInner, of('up'), p.dNormed, tokens, 2 * width, width, false);
		normaliseBackward(x, layer.norm2, p.dNormed, p.dToken, dOf('gain2'), dOf('bias2'), tokens, width);
		k.transposedMultiply(layer.output, p.dToken, dOf('mix'), tokens, width, width, false);
		k.multiplyTransposed(p.dToken, of('mix'), layer.dOutput, tokens, width, width, false);
		attendBackward(x, layer, batch, dOf('slope'));
		k.transposedMultiply(layer.norm.output, layer.dQkv, dOf('qkv'), tokens, width, 3 * width, false);
		k.multiplyTransposed(layer.dQkv, of('qkv'), p.dNormed, tokens, 3 * width, width, false);
		normaliseBackward(x, layer.norm, p.dNormed, p.dToken, dOf('gain'), dOf('bias'), tokens, width);
	});
	k.transposedMultiply(p.facts, p.dToken, to('basketFacts'), tokens, basketFacts, width, false);
	const { offset, rows, columns } = layout.slot('basketProducts');
	x.fill(0, gradient + offset, gradient + offset + rows * columns);
	k.scatterRows(gradient + offset, p.itemProduct, p.dToken, p.itemToken, p.itemScale, batch.items, width);
}

/** Dropout patterns of the front are drawn apart from those of the network behind it. */
export const frontSeed = 32;
