import { addNetwork, metadataOf } from '../../neural/export/onnx.js';
import { OnnxGraph } from '../../neural/export/onnx-graph.js';
import { matricesOf } from '../../neural/export/weights.js';
import type { Matrix } from '../../neural/export/weights.js';
import { tiny } from '../layer-norm.js';
import type { TransformerModel } from '../model.js';

/** A score of what may not be looked at. */
const hidden = -1e9;

/**
 * The transformer as an ONNX file. Inputs beside those of the sigmoid network's file: `basket` [rows × baskets × products], 1
 * where a basket holds a product, in the order of time, the last one last; `gap` [rows × baskets], days since the
 * customer's order before, 0 for the very first, NaN where a customer has fewer baskets (in front of the others); `first`
 * [rows × baskets], 1 for the customer's very first order. At most as many baskets as the metadata's `window`.
 */
export function toTransformerOnnx(model: TransformerModel): Uint8Array<ArrayBuffer> {
	const g = new OnnxGraph();
	addNetwork(g, model.network, model.features, addFront(g, model));
	return g.finish('likely', { ...metadataOf(model), window: String(model.shape.window) });
}

/** Adds the front with its inputs; returns what it says, [rows × width]. */
function addFront(g: OnnxGraph, { network, shape, factScale }: TransformerModel): string {
	const { products, width, layers } = shape;
	const matrix = matricesOf(network);
	const constant = ({ values, rows, columns }: Matrix) => g.floats(values, [rows, columns]);
	const vector = (name: string) => g.floats(matrix(name).values, [matrix(name).values.length]);
	const number = (value: number) => g.floats([value], [1]);
	const op = (operator: string, ...inputs: string[]) => g.node(operator, inputs);
	const widen = (x: string, axis: number) => op('Unsqueeze', x, g.integers([axis]));
	const log1p = (x: string) => op('Log', op('Add', op('Max', x, number(0)), number(1)));
	const sum = (x: string, axis: number, keepdims = 0) => g.node('ReduceSum', [x, g.integers([axis])], { keepdims });
	const basket = g.input('basket', ['rows', 'baskets', products]);
	const gap = g.input('gap', ['rows', 'baskets']);
	const first = g.input('first', ['rows', 'baskets']);
	const isMissing = op('IsNaN', gap);
	const days = op('Where', isMissing, number(0), gap);
	const there = op('Where', isMissing, number(0), number(1));
	const size = sum(basket, 2);

	const scaled = (x: string, fact: number) => op('Mul', op('Sub', log1p(x), number(factScale[fact])), number(factScale[fact + 1]));
	const facts = matrix('basketFacts').values;
	const fact = (f: number) => g.floats(facts.subarray(f * width, (f + 1) * width), [width]);
	const share = op('Div', number(1), op('Sqrt', op('Max', size, number(1))));
	const said = [scaled(days, 0), first, scaled(size, 2)].map((x, f) => op('Mul', widen(x, 2), fact(f)));
	const bag = op('Mul', op('MatMul', basket, constant(matrix('basketProducts'))), widen(share, 2));
	let tokens = [...said, fact(3)].reduce((a, b) => op('Add', a, b), bag);

	const before = (x: string) => [widen(x, 2), widen(x, 1)];
	const time = op('CumSum', days, g.integers([1]));
	const lag = log1p(op('Sub', ...before(time)));
	const [place, otherPlace] = before(op('CumSum', there, g.integers([1])));
	const isLater = op('Greater', otherPlace, place);
	const blocked = op('Where', isLater, number(1), op('Sub', number(1), widen(there, 1)));
	const normalised = (x: string, name: string, gain: string, bias: string, axis = 2) => {
		const mean = (y: string) => op('Mul', sum(y, axis, 1), number(1 / width));
		const centred = op('Sub', x, mean(x));
		const unit = op('Div', centred, op('Sqrt', op('Add', mean(op('Mul', centred, centred)), number(tiny))));
		return op('Add', op('Mul', unit, vector(name + gain)), vector(name + bias));
	};
	for (let l = 0; l < layers; l++) {
		const name = `layer.${l}.`;
		const seen = addAttention(g, normalised(tokens, name, 'gain', 'bias'), { lag, blocked }, shape, matrix(`${name}qkv`), matrix(`${name}slope`), matrix(`${name}mix`));
		const mixed = op('Add', tokens, seen);
		const up = op('MatMul', normalised(mixed, name, 'gain2', 'bias2'), constant(matrix(`${name}up`)));
		const inner = op('Relu', op('Add', up, vector(`${name}upBias`)));
		tokens = op('Add', op('Add', mixed, op('MatMul', inner, constant(matrix(`${name}down`)))), vector(`${name}downBias`));
	}
	const last = (x: string) => g.node('Gather', [x, g.integers([-1])], { axis: 1 });
	return normalised(op('Mul', sum(last(tokens), 1), last(there)), '', 'lastGain', 'lastBias', 1);
}

/** Attention by broadcasting, a head after the other, each with its part of the mix: [rows × baskets × width]. */
function addAttention(
	g: OnnxGraph,
	tokens: string,
	{ lag, blocked }: { readonly lag: string; readonly blocked: string },
	{ width, heads }: TransformerModel['shape'],
	qkv: Matrix,
	slope: Matrix,
	mix: Matrix
): string {
	const size = width / heads;
	const op = (operator: string, ...inputs: string[]) => g.node(operator, inputs);
	const widen = (x: string, axis: number) => op('Unsqueeze', x, g.integers([axis]));
	const project = (part: number, h: number) => {
		const from = part * width + h * size;
		const values = Float32Array.from({ length: width * size }, (_, i) => qkv.values[Math.floor(i / size) * qkv.columns + from + (i % size)]);
		return op('MatMul', tokens, g.floats(values, [width, size]));
	};
	const sum = (x: string, axis: number) => g.node('ReduceSum', [x, g.integers([axis])], { keepdims: 0 });
	const seen = Array.from({ length: heads }, (_, h) => {
		const [query, key, value] = [project(0, h), project(1, h), project(2, h)];
		const alike = op('Mul', sum(op('Mul', widen(query, 2), widen(key, 1)), 3), g.floats([1 / Math.sqrt(size)], [1]));
		const faded = op('Sub', alike, op('Mul', lag, g.floats([slope.values[h]], [1])));
		const weights = op('Softmax', op('Add', faded, op('Mul', blocked, g.floats([hidden], [1]))));
		const read = sum(op('Mul', widen(weights, 3), widen(value, 1)), 2);
		return op('MatMul', read, g.floats(mix.values.subarray(h * size * width, (h + 1) * size * width), [size, width]));
	});
	return seen.reduce((a, b) => op('Add', a, b));
}
