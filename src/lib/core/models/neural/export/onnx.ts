import type { Encoder } from '../encoder.js';
import { clip } from '../encoder.js';
import type { FeatureSet } from '../../../features/types.js';
import type { Model } from '../../types.js';
import type { NeuralModel } from '../model.js';
import type { Network } from '../predictor.js';
import { OnnxGraph } from './onnx-graph.js';
import type { Matrix } from './weights.js';
import { matricesOf, transposed } from './weights.js';

/**
 * The network as an ONNX file, preparation of the features included. Inputs: `customer` [rows × customer features] and,
 * where products have features, `product` [rows × products × product features], both raw, NaN missing, columns as in
 * the metadata. Output: `probability` [rows × products], before calibration. A product that the customer never bought
 * has the features that the metadata calls `absent`.
 */
export function toOnnx(model: NeuralModel): Uint8Array<ArrayBuffer> {
	const g = new OnnxGraph();
	addNetwork(g, model.network, model.features);
	return g.finish('likely', metadataOf(model));
}

/** What the inputs and outputs of a model are called. */
export function metadataOf({ features, products, network }: Model & { readonly network: Network }): Record<string, string> {
	const names = (list: readonly { readonly name: string; readonly values?: readonly string[] }[]) =>
		JSON.stringify(list.map(({ name, values }) => (values ? { name, values } : { name })));
	return {
		customer: names(features.customer),
		product: names(features.product),
		absent: JSON.stringify([...network.encoders.absentX].map((value) => (Number.isNaN(value) ? null : value))),
		products: JSON.stringify(products)
	};
}

/** Adds the network with its inputs and its output; `extra`: [rows × extra] what a net in front of it says. */
export function addNetwork(g: OnnxGraph, network: Network, features: FeatureSet, extra?: string): void {
	const { encoders, layout } = network;
	const { products } = layout.shape;
	const matrix = matricesOf(network);
	const constant = ({ values, rows, columns }: Matrix) => g.floats(values, [rows, columns]);
	const vector = ({ values }: Matrix) => g.floats(values, [values.length]);
	const linear = (x: string, weights: Matrix, biases?: Matrix) => {
		const product = g.node('MatMul', [x, constant(weights)]);
		return biases ? g.node('Add', [product, vector(biases)]) : product;
	};
	let h = encode(g, g.input('customer', ['rows', features.customer.length]), encoders.customer, 1);
	layout.shape.hidden.forEach((_, l) => {
		let z = linear(h, matrix(`weights.${l}`), matrix(`biases.${l}`));
		if (!l && extra !== undefined) z = g.node('Add', [z, linear(extra, matrix('extraWeights'))]);
		h = g.node('Relu', [z]);
	});
	let logits = linear(h, transposed(matrix('output')), matrix('outputBiases'));
	if (layout.slot('ownBiases').columns) {
		const product = g.input('product', ['rows', products, features.product.length]);
		const context = g.node('Unsqueeze', [linear(h, matrix('ownContext'), matrix('ownBiases')), g.integers([1])]);
		const own = linear(encode(g, product, encoders.own, 2), matrix('ownWeights'));
		const active = g.node('Relu', [g.node('Add', [own, context])]);
		const weighted = g.node('Mul', [active, constant(matrix('ownOutput'))]);
		logits = g.node('Add', [logits, g.node('ReduceSum', [weighted, g.integers([2])], { keepdims: 0 })]);
	}
	g.node('Sigmoid', [logits], {}, 'probability');
	g.output('probability', ['rows', products]);
}

/** The encoder as a graph over the last dimension, number `axis`: [… × features] to [… × inputs]. */
function encode(g: OnnxGraph, raw: string, e: Encoder, axis: number): string {
	const isMissing = g.node('IsNaN', [raw]);
	const zero = g.floats([0], [1]);
	const present = g.node('Where', [isMissing, zero, raw]);
	const logarithm = g.node('Log', [g.node('Add', [g.node('Max', [present, zero]), g.floats([1], [1])])]);
	const isLog = g.booleans(Array.from(e.kind, (kind) => kind === 1));
	const transformed = g.node('Where', [isLog, logarithm, present]);
	const centred = g.node('Mul', [
		g.node('Sub', [transformed, g.floats(e.mean, [e.features])]),
		g.floats(e.scale, [e.features])
	]);
	const clipped = g.node('Clip', [centred, g.floats([-clip], []), g.floats([clip], [])]);
	const numbers = g.node('Where', [isMissing, zero, clipped]);
	const place = (inputOf: (f: number) => number) => {
		const values = new Float32Array(e.features * e.inputs);
		for (let f = 0; f < e.features; f++) if (inputOf(f) >= 0) values[f * e.inputs + inputOf(f)] = 1;
		return g.floats(values, [e.features, e.inputs]);
	};
	let encoded = g.node('MatMul', [numbers, place((f) => (e.kind[f] === 2 ? -1 : e.first[f]))]);
	const flags = g.node('Cast', [isMissing], { to: 1 });
	encoded = g.node('Add', [encoded, g.node('MatMul', [flags, place((f) => (e.kind[f] === 2 ? -1 : e.missing[f]))])]);
	const codes = codesOf(e);
	if (!codes.length) return encoded;
	const known = g.node('Where', [isMissing, g.floats([-1], [1]), raw]);
	const column = g.node('Gather', [known, g.integers(codes.map(({ feature }) => feature))], { axis });
	const isCode = g.node('Equal', [column, g.floats(codes.map(({ code }) => code), [codes.length])]);
	const values = new Float32Array(codes.length * e.inputs);
	codes.forEach(({ input }, i) => (values[i * e.inputs + input] = 1));
	const chosen = g.node('MatMul', [g.node('Cast', [isCode], { to: 1 }), g.floats(values, [codes.length, e.inputs])]);
	return g.node('Add', [encoded, chosen]);
}

/** Every category code that has an input. */
function codesOf(e: Encoder): { feature: number; code: number; input: number }[] {
	const codes: { feature: number; code: number; input: number }[] = [];
	e.kind.forEach((kind, feature) => {
		if (kind !== 2) return;
		const next = e.kind.findIndex((other, g) => g > feature && other === 2);
		const end = next < 0 ? e.codeInput.length : e.first[next];
		for (let at = e.first[feature]; at < end; at++)
			if (e.codeInput[at] >= 0) codes.push({ feature, code: at - e.first[feature], input: e.codeInput[at] });
	});
	return codes;
}
