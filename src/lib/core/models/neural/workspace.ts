import type { Batch, Capacity } from './batch.js';
import { emptyBatch } from './batch.js';
import type { Kernels } from './kernels.js';
import type { Layout } from './shape.js';

/** Hands out places in an arena of floats, each on a cache line. */
export class Arena {
	size = 0;

	take(floats: number): number {
		const place = this.size;
		this.size += Math.ceil(floats / 16) * 16;
		return place;
	}
}

/** The parameters as the arithmetic wants them: as they are, and output weights with their shared part added. */
export interface Weights {
	readonly layout: Layout;
	readonly parameters: number;
	/** [products × hidden] and [products × own] */
	readonly output: number;
	readonly ownOutput: number;
	/** [own] the absent product's features times ownWeights. */
	readonly absentOwn: number;
	/** [own inputs] the absent product's features. */
	readonly absent: number;
}

/** Where the numbers of one pass over one batch lie. `d` names hold gradients of the loss. */
export interface Workspace {
	readonly capacity: Capacity;
	readonly x: number;
	/** [rows × extra] inputs from the net in front, and their gradient. */
	readonly extra: number;
	readonly dExtra: number;
	/** Per hidden layer [trunk × width], after activation; and its gradient. */
	readonly hidden: readonly number[];
	readonly dHidden: readonly number[];
	/** [trunk × own] what the trunk tells the own net. */
	readonly context: number;
	readonly dContext: number;
	/** [rows × own] the own net's activation for a product never bought. */
	readonly absent: number;
	readonly dAbsent: number;
	/** [rows × products] logits, then their gradient; [columns × rows] where some products stand for all. */
	readonly logits: number;
	/** Those products' numbers [columns], and their rows of the output weights and of their gradient. */
	readonly columns: number;
	readonly output: number;
	readonly ownOutput: number;
	/** [entries × own inputs], [entries × own] activations, [entries] logits, then their gradient. */
	readonly own: number;
	readonly ownHidden: number;
	readonly dOwnHidden: number;
	readonly entryLogits: number;
	/** [own] scratch. */
	readonly sums: number;
	/** [entries] row numbers: see Batch. */
	readonly entryTrunk: number;
	readonly entryProduct: number;
}

export function takeWeights(arena: Arena, layout: Layout): Weights {
	const { products, shared, ownInputs } = layout.shape;
	const own = layout.slot('ownBiases').columns;
	const parameters = arena.take(layout.size);
	return {
		layout,
		parameters,
		output: shared ? arena.take(products * layout.width) : parameters + layout.slot('output').offset,
		ownOutput: shared ? arena.take(products * own) : parameters + layout.slot('ownOutput').offset,
		absentOwn: arena.take(own),
		absent: arena.take(ownInputs)
	};
}

export function takeWorkspace(arena: Arena, layout: Layout, capacity: Capacity, learning: boolean): Workspace {
	const { shape } = layout;
	const own = layout.slot('ownBiases').columns;
	const { rows, trunk, entries, columns } = capacity;
	const gradient = (floats: number) => arena.take(learning ? floats : 0);
	return {
		capacity,
		x: arena.take(trunk * shape.inputs),
		extra: arena.take(rows * (shape.extra ?? 0)),
		dExtra: gradient(rows * (shape.extra ?? 0)),
		hidden: shape.hidden.map((width) => arena.take(trunk * width)),
		dHidden: shape.hidden.map((width) => gradient(trunk * width)),
		context: arena.take(trunk * own),
		dContext: gradient(trunk * own),
		absent: arena.take(rows * own),
		dAbsent: gradient(rows * own),
		logits: arena.take(rows * (columns || shape.products)),
		columns: arena.take(columns),
		output: arena.take(columns * layout.width),
		ownOutput: arena.take(columns * own),
		own: arena.take(entries * shape.ownInputs),
		ownHidden: arena.take(entries * own),
		dOwnHidden: gradient(entries * own),
		entryLogits: arena.take(entries),
		sums: arena.take(own),
		entryTrunk: arena.take(entries),
		entryProduct: arena.take(entries)
	};
}

/** A batch whose vectors and row numbers lie in the workspace. */
export function batchIn(kernels: Kernels, layout: Layout, w: Workspace): Batch {
	const { inputs, ownInputs, products } = layout.shape;
	const { trunk, entries, columns } = w.capacity;
	const floats = (place: number, n: number) => kernels.memory.subarray(place, place + n);
	const integers = (place: number, n: number) => kernels.integers.subarray(place, place + n);
	return {
		...emptyBatch(w.capacity, 0, 0, columns ? products : 0),
		x: floats(w.x, trunk * inputs),
		own: floats(w.own, entries * ownInputs),
		entryTrunk: integers(w.entryTrunk, entries),
		entryProduct: integers(w.entryProduct, entries)
	};
}

/** Brings what follows from the parameters up to date: call after every change of them. */
export function refresh(kernels: Kernels, weights: Weights): void {
	const { layout, parameters } = weights;
	const at = (name: string) => parameters + layout.slot(name).offset;
	const own = layout.slot('ownBiases').columns;
	if (own)
		kernels.multiply(weights.absent, at('ownWeights'), weights.absentOwn, 1, layout.shape.ownInputs, own, false);
	if (!layout.shape.shared) return;
	const x = kernels.memory;
	const combine = (slot: string, shared: string, target: number) => {
		const { rows, columns } = layout.slot(slot);
		x.copyWithin(target, at(slot), at(slot) + rows * columns);
		if (rows * columns) kernels.addBias(target, at(shared), rows, columns);
	};
	combine('output', 'sharedOutput', weights.output);
	combine('ownOutput', 'sharedOwn', weights.ownOutput);
}
