import type { NeuralModel } from '../model.js';
import type { Matrix } from './weights.js';
import { matricesOf, transposed } from './weights.js';

interface Layer {
	readonly class_name: string;
	readonly name: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly inbound_nodes: unknown[];
}

/**
 * The network as TensorFlow.js LayersModel files, by name. Inputs: `customer` [rows × inputs] and, where products have
 * features, `product` [rows × products × inputs], both prepared as `preparation` in the model's metadata says, and
 * `product_number` [rows × products], which is 0, 1, 2… in each row. Output: `probability` [rows × products], before
 * calibration.
 */
export function toLayersModel({ network, features, products }: NeuralModel): { 'model.json': string; 'weights.bin': Uint8Array<ArrayBuffer> } {
	const { encoders, layout } = network;
	const { inputs, hidden, ownInputs } = layout.shape;
	const own = layout.slot('ownBiases').columns;
	const matrix = matricesOf(network);
	const b = new Builder();
	let h = b.input('customer', [inputs], 'float32');
	const given = [h];
	hidden.forEach((units, l) => {
		h = b.dense(`hidden_${l}`, h, units, 'relu', matrix(`weights.${l}`), matrix(`biases.${l}`));
	});
	let logits = b.dense('output', h, products.length, 'linear', transposed(matrix('output')), matrix('outputBiases'));
	if (own) {
		const product = b.input('product', [products.length, ownInputs], 'float32');
		const number = b.input('product_number', [products.length], 'int32');
		given.push(product, number);
		const context = b.dense('context', h, own, 'linear', matrix('ownContext'), matrix('ownBiases'));
		const repeated = b.layer('RepeatVector', 'repeated', { n: products.length }, [context]);
		const read = b.dense('own', product, own, 'linear', matrix('ownWeights'));
		const active = b.layer('Activation', 'active', { activation: 'relu' }, [b.layer('Add', 'together', {}, [repeated, read])]);
		const taste = b.embedding('own_output', number, matrix('ownOutput'));
		const weighted = b.layer('Multiply', 'weighted', {}, [active, taste]);
		const ones = { values: new Float32Array(own).fill(1), rows: own, columns: 1 };
		const summed = b.layer('Reshape', 'flat', { target_shape: [products.length] }, [b.dense('sum', weighted, 1, 'linear', ones)]);
		logits = b.layer('Add', 'logits', {}, [logits, summed]);
	}
	const output = b.layer('Activation', 'probability', { activation: 'sigmoid' }, [logits]);
	const encoder = (e: typeof encoders.customer) =>
		Object.fromEntries(Object.entries(e).map(([key, value]) => [key, typeof value === 'number' ? value : [...value]]));
	return b.files(given, output, {
		customer: features.customer.map(({ name }) => name),
		product: features.product.map(({ name }) => name),
		products,
		preparation: { customer: encoder(encoders.customer), product: encoder(encoders.own), absent: [...encoders.absent] }
	});
}

/** Collects Keras layers and their weights. */
class Builder {
	#layers: Layer[] = [];
	#weights: { readonly name: string; readonly shape: readonly number[]; readonly values: Float32Array }[] = [];

	input(name: string, shape: readonly number[], dtype: string): string {
		return this.layer('InputLayer', name, { batch_input_shape: [null, ...shape], dtype, sparse: false }, []);
	}

	layer(className: string, name: string, config: Readonly<Record<string, unknown>>, from: readonly string[]): string {
		const inbound = from.length ? [from.map((layer) => [layer, 0, 0, {}])] : [];
		this.#layers.push({ class_name: className, name, config: { name, trainable: true, ...config }, inbound_nodes: inbound });
		return name;
	}

	dense(name: string, from: string, units: number, activation: string, kernel: Matrix, bias?: Matrix): string {
		this.#weights.push({ name: `${name}/kernel`, shape: [kernel.rows, kernel.columns], values: kernel.values });
		if (bias) this.#weights.push({ name: `${name}/bias`, shape: [bias.values.length], values: bias.values });
		return this.layer('Dense', name, { units, activation, use_bias: bias !== undefined }, [from]);
	}

	embedding(name: string, from: string, { values, rows, columns }: Matrix): string {
		this.#weights.push({ name: `${name}/embeddings`, shape: [rows, columns], values });
		return this.layer('Embedding', name, { input_dim: rows, output_dim: columns, mask_zero: false }, [from]);
	}

	files(inputs: readonly string[], output: string, metadata: unknown) {
		const bytes = new Float32Array(this.#weights.reduce((sum, { values }) => sum + values.length, 0));
		let at = 0;
		for (const { values } of this.#weights) {
			bytes.set(values, at);
			at += values.length;
		}
		const config = {
			name: 'likely',
			layers: this.#layers,
			input_layers: inputs.map((name) => [name, 0, 0]),
			output_layers: [[output, 0, 0]]
		};
		const model = {
			format: 'layers-model',
			generatedBy: 'likely',
			convertedBy: null,
			userDefinedMetadata: metadata,
			modelTopology: { class_name: 'Model', config, keras_version: '2.9.0', backend: 'tensorflow' },
			weightsManifest: [
				{ paths: ['weights.bin'], weights: this.#weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })) }
			]
		};
		return { 'model.json': JSON.stringify(model), 'weights.bin': new Uint8Array(bytes.buffer) };
	}
}
