import { backward } from './backward.js';
import type { Batch, Capacity } from './batch.js';
import { capacityOf, fillBatch, takeSample } from './batch.js';
import type { Dropout } from './forward.js';
import { crossEntropy, forward } from './forward.js';
import type { Kernels } from './kernels.js';
import type { Material } from './material.js';
import type { Sample } from './sample.js';
import type { Arena, Weights, Workspace } from './workspace.js';
import { batchIn, takeWorkspace } from './workspace.js';

/** One run of a network over some rows: forward, loss, and backward where it learns. */
export interface Pass<M extends Material = Material> {
	readonly batch: Batch;
	readonly workspace: Workspace;
	/** From the next rows on these products stand for all. */
	sample(sample: Sample): void;
	/** Takes the rows order[from] to order[to - 1] of the material; without an order rows from to to - 1. */
	gather(material: M, order: Int32Array | undefined, from: number, to: number): void;
	/** Computes the logits of the rows taken. */
	forward(dropout: Dropout): void;
	/** As `crossEntropy`. */
	loss(scale: number): number;
	/** Writes the gradient by every parameter to `gradient` [layout.size]. */
	backward(dropout: Dropout, gradient: number): void;
}

/** Takes the places that a pass needs now, and makes the pass once there are kernels. */
export type PassPlan<M extends Material = Material> = (
	arena: Arena,
	weights: Weights,
	capacity: Capacity,
	learning: boolean,
	materials: readonly M[]
) => (kernels: Kernels) => Pass<M>;

/** The pass of the plain network. */
export const planPass: PassPlan = (arena, weights, capacity, learning) => {
	const workspace = takeWorkspace(arena, weights.layout, capacity, learning);
	return (kernels) => passIn(kernels, weights, workspace);
};

/** The pass of the plain network in a workspace that was taken for it. */
export function passIn(kernels: Kernels, weights: Weights, workspace: Workspace): Pass {
	const batch = batchIn(kernels, weights.layout, workspace);
	return {
		batch,
		workspace,
		sample(sample) {
			takeSample(batch, sample);
			kernels.integers.set(sample.product, workspace.columns);
		},
		gather: (material, order, from, to) => fillBatch(batch, material, order, from, to),
		forward: (dropout) => forward(kernels, weights, workspace, batch, dropout),
		loss: (scale) => crossEntropy(kernels, weights, workspace, batch, scale),
		backward: ({ keep }, gradient) => backward(kernels, weights, workspace, batch, keep, gradient)
	};
}

/** How large a batch of `rows` rows of any of the materials can get; `columns`: see Capacity. */
export function largest(materials: readonly Material[], rows: number, columns = 0): Capacity {
	const capacities = materials.map((material) => capacityOf(material, rows, columns));
	const most = (size: (c: Capacity) => number) => Math.max(...capacities.map(size));
	return { rows, trunk: most((c) => c.trunk), entries: most((c) => c.entries), positives: most((c) => c.positives), columns };
}
