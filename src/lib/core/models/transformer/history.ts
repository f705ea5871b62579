import type { Examples } from '../../features/types.js';
import { historyFeature } from '../history-feature.js';
import { noDropout } from '../neural/forward.js';
import { bestKernels } from '../neural/kernels-best.js';
import type { Material } from '../neural/material.js';
import { answerPairs, pairMaterial, productRunner } from '../neural/predictor.js';
import type { Network } from '../neural/predictor.js';
import { largest, planPass } from '../neural/pass.js';
import type { PassPlan } from '../neural/pass.js';
import { Arena, takeWeights } from '../neural/workspace.js';
import type { HistoryModel } from '../types.js';
import type { FrontShape } from './front-places.js';
import { planSequencePass } from './pass.js';
import type { SequenceMaterial } from './sequences.js';

const block = 256;

/** What the front makes of each row's baskets, [rows × width]. */
export function readHistories(network: Network, shape: FrontShape, material: SequenceMaterial): Float32Array {
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

/** Free vectors with what the front would say of each. */
interface ReadMaterial extends Material {
	/** [rows × width] */
	readonly read: Float32Array;
}

/** The pass of the network behind the front, which is given what the front says. */
const planReadPass: PassPlan<ReadMaterial> = (arena, weights, capacity, learning) => {
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

/** A row's model of named features: own and typical are what the front says of its baskets, and of all on average. */
export function historyModel(
	network: Network,
	features: Examples['features'],
	histories: { readonly own: Float32Array; readonly typical: Float32Array; readonly orders: number; readonly typicalOrders: number }
): HistoryModel {
	const { own, typical, orders, typicalOrders } = histories;
	const ownValue = Math.fround(orders);
	const width = own.length;
	return {
		features: { customer: [historyFeature, ...features.customer], product: features.product },
		own: ownValue,
		typical: Math.fround(typicalOrders) === ownValue ? Math.fround(ownValue + 0.01) : Math.fround(typicalOrders),
		predictProduct(product, table, rows) {
			const columns = 1 + features.customer.length + features.product.length;
			const plain = new Float32Array(rows * (columns - 1));
			const read = new Float32Array(rows * width);
			for (let r = 0; r < rows; r++) {
				plain.set(table.subarray(r * columns + 1, (r + 1) * columns), r * (columns - 1));
				read.set(table[r * columns] === ownValue ? own : typical, r * width);
			}
			return answerPairs(productRunner(network, product, planReadPass), { ...pairMaterial(network, plain, rows), read });
		}
	};
}
