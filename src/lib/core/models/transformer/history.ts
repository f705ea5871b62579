import type { Examples, FeatureSet } from '../../features/types.js';
import { orderSequence } from '../history-features.js';
import { noDropout } from '../neural/forward.js';
import { bestKernels } from '../neural/kernels-best.js';
import type { Material } from '../neural/material.js';
import { pairMaterial } from '../neural/predictor.js';
import type { Network } from '../neural/predictor.js';
import { largest, planPass } from '../neural/pass.js';
import type { PassPlan } from '../neural/pass.js';
import { Arena, takeWeights } from '../neural/workspace.js';
import type { ModelInputs } from '../types.js';
import type { FrontShape } from './front-places.js';
import type { TransformerShape } from './model.js';
import { planSequencePass } from './pass.js';
import type { SequenceMaterial } from './sequences.js';

const block = 256;

/** What the front makes of each row's baskets, [rows × width]. */
function readHistories(network: Network, shape: FrontShape, material: SequenceMaterial): Float32Array {
	const { layout } = network;
	const out = new Float32Array(material.rows * shape.width);
	if (!material.rows) return out;
	const rows = Math.min(block, material.rows);
	const arena = new Arena();
	const weights = takeWeights(arena, layout);
	const passOf = planSequencePass(shape)(arena, weights, largest([material], rows), false, [material]);
	const kernels = bestKernels(arena.size);
	kernels.memory.set(network.parameters, weights.parameters);
	kernels.memory.set(network.encoders.absent, weights.absent);
	const pass = passOf(kernels);
	for (let from = 0; from < material.rows; from += rows) {
		const to = Math.min(material.rows, from + rows);
		pass.gather(material, undefined, from, to);
		pass.forward(noDropout);
		const { extra } = pass.workspace;
		out.set(kernels.memory.subarray(extra, extra + (to - from) * shape.width), from * shape.width);
	}
	return out;
}

/** Free vectors with what the front says of each. */
interface ReadMaterial extends Material {
	/** [rows × width] */
	readonly read: Float32Array;
}

/** The pass of the network behind the front, which is given what the front says. */
export const planReadPass: PassPlan<ReadMaterial> = (arena, weights, capacity, learning) => {
	const plain = planPass(arena, weights, capacity, learning, []);
	return (kernels) => {
		const pass = plain(kernels);
		return {
			...pass,
			gather(material, order, from, to) {
				pass.gather(material, order, from, to);
				const width = material.read.length / Math.max(1, material.rows);
				kernels.memory.set(material.read.subarray(from * width, to * width), pass.workspace.extra);
			}
		};
	};
};

/** The inputs of a transformer: the named features of a customer, what the front says of their baskets, and those of a product. */
export class HistoryInputs implements ModelInputs {
	readonly features: FeatureSet;

	constructor(
		readonly network: Network,
		/** Of the examples. */
		readonly named: FeatureSet,
		readonly shape: TransformerShape,
		readonly sequences: (examples: Examples) => SequenceMaterial
	) {
		const read = Array.from({ length: shape.width }, (_, j) => ({ ...orderSequence, name: `${orderSequence.name}_${j}`, with: orderSequence.name }));
		this.features = { customer: [...named.customer, orderSequence, ...read], product: named.product };
	}

	of(examples: Examples): Examples {
		const { rows, x, cut } = examples;
		const { width, window } = this.shape;
		const own = this.named.customer.length;
		const columns = this.features.customer.length;
		const said = readHistories(this.network, this.shape, this.sequences(examples));
		const wide = new Float32Array(rows * columns);
		for (let r = 0; r < rows; r++) {
			const at = r * columns;
			wide.set(x.subarray(r * own, (r + 1) * own), at);
			wide[at + own] = Math.min(window, cut[r]);
			wide.set(said.subarray(r * width, (r + 1) * width), at + own + 1);
		}
		return { ...examples, features: this.features, x: wide };
	}

	/** A table [rows × columns] as the network behind the front takes it. */
	material(table: Float32Array, rows: number): ReadMaterial {
		const { width } = this.shape;
		const own = this.named.customer.length;
		const customer = this.features.customer.length;
		const columns = customer + this.features.product.length;
		const plain = new Float32Array(rows * (columns - width - 1));
		const read = new Float32Array(rows * width);
		for (let r = 0; r < rows; r++) {
			const at = r * columns;
			const to = r * (columns - width - 1);
			plain.set(table.subarray(at, at + own), to);
			plain.set(table.subarray(at + customer, at + columns), to + own);
			read.set(table.subarray(at + own + 1, at + customer), r * width);
		}
		return { ...pairMaterial(this.network, plain, rows), read };
	}
}
