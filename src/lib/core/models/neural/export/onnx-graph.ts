import { Message } from './protobuf.js';

const float = 1;
const int64 = 7;
const bool = 9;
const double = 11;

/** What a TreeEnsembleRegressor is made of; see the specification of ai.onnx.ml. */
export type TreeAttributes = Readonly<Record<string, Uint32Array | Float32Array | readonly string[]>>;

/** Puts an ONNX graph together: constants, inputs, and nodes that each have one output. */
export class OnnxGraph {
	#nodes: Message[] = [];
	#constants: Message[] = [];
	#inputs: Message[] = [];
	#outputs: Message[] = [];
	#names = 0;
	#hasTrees = false;

	/** An input of floats; a dimension that is a word may have any size. */
	input(name: string, shape: readonly (number | string)[]): string {
		this.#inputs.push(valueInfo(name, shape));
		return name;
	}

	output(name: string, shape: readonly (number | string)[]): void {
		this.#outputs.push(valueInfo(name, shape));
	}

	floats(values: ArrayLike<number>, shape: readonly number[]): string {
		return this.#constant(float, shape, new Uint8Array(Float32Array.from(values).buffer));
	}

	integers(values: readonly number[]): string {
		const words = new Int32Array(values.length * 2);
		values.forEach((value, i) => words.set([value, value < 0 ? -1 : 0], 2 * i));
		return this.#constant(int64, [values.length], new Uint8Array(words.buffer));
	}

	/** A single whole number, without a dimension. */
	integer(value: number): string {
		return this.#constant(int64, [], new Uint8Array(Int32Array.of(value, value < 0 ? -1 : 0).buffer));
	}

	doubles(values: ArrayLike<number>, shape: readonly number[]): string {
		return this.#constant(double, shape, new Uint8Array(Float64Array.from(values).buffer));
	}

	booleans(values: readonly boolean[]): string {
		return this.#constant(bool, [values.length], Uint8Array.from(values, Number));
	}

	/** Adds a node with whole-number attributes; returns the name of its output. */
	node(operator: string, inputs: readonly string[], attributes: Readonly<Record<string, number>> = {}, name = this.#name()): string {
		const node = new Message();
		for (const input of inputs) node.text(1, input);
		node.text(2, name).text(3, name).text(4, operator);
		for (const [key, value] of Object.entries(attributes))
			node.message(5, new Message().text(1, key).integer(3, value).integer(20, 2));
		this.#nodes.push(node);
		return name;
	}

	/** Adds trees of one target over x: [rows × 1], the sum of the leaves. */
	treeEnsemble(x: string, attributes: TreeAttributes): string {
		const name = this.#name();
		const node = new Message().text(1, x).text(2, name).text(3, name).text(4, 'TreeEnsembleRegressor');
		for (const [key, values] of Object.entries(attributes)) {
			const attribute = new Message().text(1, key);
			if (values instanceof Float32Array) attribute.bytes(7, new Uint8Array(values.slice().buffer)).integer(20, 6);
			else if (values instanceof Uint32Array) attribute.integers(8, values).integer(20, 7);
			else {
				for (const value of values) attribute.text(9, value);
				attribute.integer(20, 8);
			}
			node.message(5, attribute);
		}
		node.message(5, new Message().text(1, 'n_targets').integer(3, 1).integer(20, 2));
		this.#nodes.push(node.text(7, 'ai.onnx.ml'));
		this.#hasTrees = true;
		return name;
	}

	/** The .onnx file (IR 8, operator set 13). */
	finish(name: string, facts: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
		const graph = new Message();
		for (const node of this.#nodes) graph.message(1, node);
		graph.text(2, name);
		for (const constant of this.#constants) graph.message(5, constant);
		for (const input of this.#inputs) graph.message(11, input);
		for (const output of this.#outputs) graph.message(12, output);
		const model = new Message().integer(1, 8).text(2, 'likely').message(7, graph);
		model.message(8, new Message().text(1, '').integer(2, 13));
		if (this.#hasTrees) model.message(8, new Message().text(1, 'ai.onnx.ml').integer(2, 1));
		for (const [key, value] of Object.entries(facts)) model.message(14, new Message().text(1, key).text(2, value));
		return model.finish();
	}

	#name(): string {
		return `n${this.#names++}`;
	}

	#constant(type: number, shape: readonly number[], bytes: Uint8Array): string {
		const name = this.#name();
		const tensor = new Message();
		for (const size of shape) tensor.integer(1, size);
		this.#constants.push(tensor.integer(2, type).text(8, name).bytes(9, bytes));
		return name;
	}
}

function valueInfo(name: string, shape: readonly (number | string)[]): Message {
	const dimensions = new Message();
	for (const size of shape)
		dimensions.message(1, typeof size === 'number' ? new Message().integer(1, size) : new Message().text(2, size));
	const tensor = new Message().integer(1, float).message(2, dimensions);
	return new Message().text(1, name).message(2, new Message().message(1, tensor));
}
