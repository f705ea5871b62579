import type { Dense } from './arrays.js';
import { broadcast, multiply } from './arrays.js';

interface Layer {
	readonly class_name: string;
	readonly name: string;
	readonly config: Readonly<Record<string, unknown>>;
	readonly inbound_nodes: readonly (readonly (readonly [string, number, number, object])[])[];
}

interface Topology {
	readonly modelTopology: {
		readonly class_name: string;
		readonly config: { readonly layers: readonly Layer[]; readonly output_layers: readonly (readonly [string, number, number])[] };
	};
	readonly weightsManifest: readonly {
		readonly paths: readonly string[];
		readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly dtype: string }[];
	}[];
	readonly userDefinedMetadata: Readonly<Record<string, unknown>>;
}

const activations: Record<string, (v: number) => number> = {
	linear: (v) => v,
	relu: (v) => Math.max(0, v),
	sigmoid: (v) => 1 / (1 + Math.exp(-v))
};

/** Reads LayersModel files and runs them: every layer that the exports use, as Keras documents it. */
export function readLayers(files: { readonly 'model.json': string; readonly 'weights.bin': Uint8Array<ArrayBuffer> }) {
	const model = JSON.parse(files['model.json']) as Topology;
	const weights = new Map<string, Dense>();
	let at = 0;
	for (const { name, shape } of model.weightsManifest[0].weights) {
		const size = shape.reduce((product, n) => product * n, 1);
		weights.set(name, { shape, values: [...new Float32Array(files['weights.bin'].buffer, at, size)] });
		at += 4 * size;
	}
	if (at !== files['weights.bin'].length) throw new Error('weights left over');
	const weight = (name: string): Dense => {
		const found = weights.get(name);
		if (!found) throw new Error(`no weight ${name}`);
		return found;
	};
	const compute = ({ class_name, name, config }: Layer, [x, y]: Dense[]): Dense => {
		const activation = activations[String(config.activation ?? 'linear')];
		if (class_name === 'Dense') {
			const product = multiply(x, weight(`${name}/kernel`));
			return broadcast(activation, config.use_bias ? broadcast((v, w) => v + w, product, weight(`${name}/bias`)) : product);
		}
		if (class_name === 'Activation') return broadcast(activation, x);
		if (class_name === 'Add') return broadcast((v, w) => v + w, x, y);
		if (class_name === 'Multiply') return broadcast((v, w) => v * w, x, y);
		if (class_name === 'Reshape') return { ...x, shape: [x.shape[0], ...(config.target_shape as number[])] };
		if (class_name === 'RepeatVector') {
			const ones = { shape: [1, Number(config.n), 1], values: Array.from({ length: Number(config.n) }, () => 1) };
			return broadcast((v) => v, { ...x, shape: [x.shape[0], 1, x.shape[1]] }, ones);
		}
		if (class_name === 'Embedding') {
			const { shape, values } = weight(`${name}/embeddings`);
			return { shape: [...x.shape, shape[1]], values: x.values.flatMap((i) => values.slice(i * shape[1], (i + 1) * shape[1])) };
		}
		throw new Error(`layer ${class_name}`);
	};
	const { layers, output_layers } = model.modelTopology.config;
	return {
		metadata: model.userDefinedMetadata,
		run(inputs: Record<string, Dense>): Dense {
			const known = new Map<string, Dense>(Object.entries(inputs));
			const get = (name: string): Dense => {
				const found = known.get(name);
				if (!found) throw new Error(`${name} is not computed yet`);
				return found;
			};
			for (const layer of layers)
				if (layer.class_name !== 'InputLayer') known.set(layer.name, compute(layer, layer.inbound_nodes[0].map(([from]) => get(from))));
			return get(output_layers[0][0]);
		}
	};
}
