import type { Dense } from './arrays.js';
import { alongAxis, broadcast, multiply } from './arrays.js';

type Field = number | Uint8Array;

/** The fields of a protocol buffers message by number. */
function fields(bytes: Uint8Array): Map<number, Field[]> {
	const found = new Map<number, Field[]>();
	let at = 0;
	const varint = () => {
		for (let value = 0, scale = 1; ; scale *= 128) {
			const byte = bytes[at++];
			value += (byte & 127) * scale;
			if (byte < 128) return value;
		}
	};
	while (at < bytes.length) {
		const key = varint();
		const number = Math.floor(key / 8);
		let value: Field = varint();
		if (key % 8 === 2) {
			at += value;
			value = bytes.subarray(at - value, at);
		} else if (key % 8) throw new Error(`wire type ${key % 8}`);
		found.set(number, [...(found.get(number) ?? []), value]);
	}
	return found;
}

const bytesOf = (message: Map<number, Field[]>, number: number) =>
	(message.get(number) ?? []).filter((field): field is Uint8Array => typeof field !== 'number');
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const texts = (message: Map<number, Field[]>, number: number) => bytesOf(message, number).map(text);
const numbers = (message: Map<number, Field[]>, number: number) => (message.get(number) ?? []).map(Number);

function tensor(bytes: Uint8Array): [string, Dense] {
	const message = fields(bytes);
	const raw = bytesOf(message, 9)[0].slice().buffer;
	const [type] = numbers(message, 2);
	const values = type === 1 ? [...new Float32Array(raw)] : type === 11 ? [...new Float64Array(raw)] : type === 9 ? [...new Uint8Array(raw)] : [...new BigInt64Array(raw)].map(Number);
	return [texts(message, 8)[0], { shape: numbers(message, 1), values }];
}

type Attribute = number | readonly number[] | readonly string[];
type Operator = (inputs: Dense[], attributes: Record<string, never>) => Dense;

/** Whole numbers, packed. */
function varints(bytes: Uint8Array): number[] {
	const found: number[] = [];
	for (let at = 0; at < bytes.length; ) {
		let value = 0;
		for (let scale = 1; ; scale *= 128) {
			const byte = bytes[at++];
			value += (byte & 127) * scale;
			if (byte < 128) break;
		}
		found.push(value);
	}
	return found;
}

function attribute(bytes: Uint8Array): [string, Attribute] {
	const message = fields(bytes);
	const [type] = numbers(message, 20);
	const packed = (number: number) => bytesOf(message, number)[0] ?? new Uint8Array(0);
	const value =
		type === 2 ? numbers(message, 3)[0] : type === 6 ? [...new Float32Array(packed(7).slice().buffer)] : type === 7 ? varints(packed(8)) : texts(message, 9);
	return [texts(message, 1)[0], value];
}

/** The attributes of a TreeEnsembleRegressor. */
type TreeLists = Record<string, number[]> & { nodes_modes: string[] };

/** Sums of the leaves, as the specification of ai.onnx.ml has them. */
function treeEnsemble(x: Dense, a: TreeLists): Dense {
	const [rows, width] = x.shape;
	const key = (tree: number, node: number) => tree * 1e6 + node;
	const at = new Map(a.nodes_nodeids.map((node, i) => [key(a.nodes_treeids[i], node), i]));
	const leaf = new Map(a.target_nodeids.map((node, i) => [key(a.target_treeids[i], node), a.target_weights[i]]));
	const roots = [...new Set(a.nodes_treeids)].map((tree) => key(tree, 0));
	const values = Array.from({ length: rows }, (_, row) =>
		roots.reduce((sum, root) => {
			let node = root;
			for (let i = at.get(node) ?? 0; a.nodes_modes[i] !== 'LEAF'; i = at.get(node) ?? 0) {
				const v = x.values[row * width + a.nodes_featureids[i]];
				const holds = a.nodes_modes[i] === 'BRANCH_LEQ' ? v <= a.nodes_values[i] : v > a.nodes_values[i];
				const yes = holds || (Number.isNaN(v) && a.nodes_missing_value_tracks_true[i] === 1);
				node = key(a.nodes_treeids[i], yes ? a.nodes_truenodeids[i] : a.nodes_falsenodeids[i]);
			}
			return sum + (leaf.get(node) ?? 0);
		}, 0)
	);
	return { shape: [rows, 1], values };
}

/** Arrays one after the other along an axis. */
function concat(arrays: Dense[], axis: number): Dense {
	const inner = (shape: readonly number[]) => shape.slice(axis).reduce((product, n) => product * n, 1);
	const outer = arrays[0].shape.slice(0, axis).reduce((product, n) => product * n, 1);
	const values = Array.from({ length: outer }, (_, o) => arrays.flatMap(({ shape, values }) => values.slice(o * inner(shape), (o + 1) * inner(shape)))).flat();
	return { shape: arrays[0].shape.with(axis, arrays.reduce((sum, { shape }) => sum + shape[axis], 0)), values };
}

const operators: Record<string, Operator> = {
	IsNaN: ([x]) => broadcast((v) => (Number.isNaN(v) ? 1 : 0), x),
	Where: ([condition, a, b]) => broadcast((c, v, w) => (c ? v : w), condition, a, b),
	Log: ([x]) => broadcast(Math.log, x),
	Max: ([a, b]) => broadcast(Math.max, a, b),
	Add: ([a, b]) => broadcast((v, w) => v + w, a, b),
	Sub: ([a, b]) => broadcast((v, w) => v - w, a, b),
	Mul: ([a, b]) => broadcast((v, w) => v * w, a, b),
	Equal: ([a, b]) => broadcast((v, w) => (v === w ? 1 : 0), a, b),
	Clip: ([x, low, high]) => broadcast((v, l, h) => Math.min(h, Math.max(l, v)), x, low, high),
	Relu: ([x]) => broadcast((v) => Math.max(0, v), x),
	Sigmoid: ([x]) => broadcast((v) => 1 / (1 + Math.exp(-v)), x),
	Cast: ([x], { to }) => (to === 7 ? { ...x, values: x.values.map(Math.trunc) } : x),
	Identity: ([x]) => x,
	Min: ([a, b]) => broadcast(Math.min, a, b),
	Less: ([a, b]) => broadcast((v, w) => (v < w ? 1 : 0), a, b),
	Concat: (arrays, { axis }) => concat(arrays, axis),
	TreeEnsembleRegressor: ([x], attributes) => treeEnsemble(x, attributes as never as TreeLists),
	MatMul: ([a, b]) => multiply(a, b),
	Unsqueeze: ([x, axes]) => ({ ...x, shape: x.shape.toSpliced(axes.values[0], 0, 1) }),
	Div: ([a, b]) => broadcast((v, w) => v / w, a, b),
	Sqrt: ([x]) => broadcast(Math.sqrt, x),
	Greater: ([a, b]) => broadcast((v, w) => (v > w ? 1 : 0), a, b),
	Gather: ([x, indices], { axis }) => {
		const { shape, values } = alongAxis(x, axis, (line) => indices.values.map((i) => line[i < 0 ? line.length + i : i]));
		return { shape: indices.shape.length ? shape : shape.toSpliced(axis, 1), values };
	},
	ReduceSum: ([x, axes], { keepdims }) => {
		const [axis] = axes.values;
		const { shape, values } = alongAxis(x, axis, (line) => [line.reduce((sum, v) => sum + v, 0)]);
		return { shape: keepdims ? shape : shape.toSpliced(axis, 1), values };
	},
	CumSum: ([x, axis]) => {
		return alongAxis(x, axis.values[0], (line) => {
			let sum = 0;
			return line.map((v) => (sum += v));
		});
	},
	Softmax: ([x]) =>
		alongAxis(x, x.shape.length - 1, (line) => {
			const most = Math.max(...line);
			const powers = line.map((v) => Math.exp(v - most));
			const sum = powers.reduce((a, b) => a + b, 0);
			return powers.map((v) => v / sum);
		})
};

/** Reads an .onnx file and runs it: every operator that the exports use, written from the ONNX specification. */
export function readOnnx(file: Uint8Array) {
	const model = fields(file);
	const graph = fields(bytesOf(model, 7)[0]);
	const constants = new Map(bytesOf(graph, 5).map(tensor));
	const nodes = bytesOf(graph, 1).map((bytes) => {
		const node = fields(bytes);
		const attributes = bytesOf(node, 5).map(attribute);
		return { inputs: texts(node, 1), outputs: texts(node, 2), operator: texts(node, 4)[0], attributes: Object.fromEntries(attributes) };
	});
	const names = (number: number) => bytesOf(graph, number).map((value) => texts(fields(value), 1)[0]);
	const metadata = bytesOf(model, 14).map((entry) => [1, 2].map((number) => texts(fields(entry), number)[0]));
	return {
		inputs: names(11),
		outputs: names(12),
		operatorSet: bytesOf(model, 8).map((set) => numbers(fields(set), 2)[0]),
		metadata: Object.fromEntries(metadata) as Record<string, string>,
		run(inputs: Record<string, Dense>): Dense {
			const known = new Map<string, Dense>([...constants, ...Object.entries(inputs)]);
			for (const node of nodes) {
				const given = node.inputs.map((name) => known.get(name) ?? { shape: [], values: [] });
				known.set(node.outputs[0], operators[node.operator](given, node.attributes as Record<string, never>));
			}
			return known.get(names(12)[0]) ?? { shape: [], values: [] };
		}
	};
}
