/** The sizes of a network. `own` and `ownInputs` are 0 where products have no features of their own. */
export interface Shape {
	readonly inputs: number;
	readonly hidden: readonly number[];
	readonly ownInputs: number;
	readonly own: number;
	readonly products: number;
	/** Whether each product's output weights are a shared vector plus a part of its own. */
	readonly shared: boolean;
	/** Inputs beside the features, computed by another net in front of this one; 0 or left out where there is none. */
	readonly extra?: number;
}

/** Where a matrix [rows × columns], row-major, lies in the flat parameter vector. */
export interface Slot {
	readonly name: string;
	readonly offset: number;
	readonly rows: number;
	readonly columns: number;
	/** Whether weight decay pulls it towards 0. */
	readonly decays: boolean;
}

/**
 * The flat parameter vector, slot after slot:
 * weights.l [in × out] and biases.l [out] of every hidden layer, extraWeights [extra × first hidden], ownWeights [ownInputs × own], ownContext
 * [hidden × own], ownBiases [own], sharedOutput [hidden], sharedOwn [own], output [products × hidden], ownOutput
 * [products × own], outputBiases [products].
 */
export interface Layout {
	readonly size: number;
	readonly slots: readonly Slot[];
	readonly shape: Shape;
	/** The slot of that name; a slot that this shape has not is empty. */
	readonly slot: (name: string) => Slot;
	/** Width of the last hidden layer, or of the input where there is none. */
	readonly width: number;
}

/** `front`: the slots of a net in front of this one, [name, rows, columns, decays] each; they come last. */
export function layoutOf(shape: Shape, front: readonly (readonly [string, number, number, boolean])[] = []): Layout {
	const slots: Slot[] = [];
	let size = 0;
	const add = (name: string, rows: number, columns: number, decays: boolean) => {
		if (rows * columns === 0) return;
		slots.push({ name, offset: size, rows, columns, decays });
		size += rows * columns;
	};
	let width = shape.inputs;
	shape.hidden.forEach((next, layer) => {
		add(`weights.${layer}`, width, next, true);
		add(`biases.${layer}`, 1, next, false);
		width = next;
	});
	add('extraWeights', shape.extra ?? 0, shape.hidden[0] ?? 0, true);
	const own = shape.ownInputs ? shape.own : 0;
	add('ownWeights', shape.ownInputs, own, true);
	add('ownContext', width, own, true);
	add('ownBiases', 1, own, false);
	if (shape.shared) {
		add('sharedOutput', 1, width, false);
		add('sharedOwn', 1, own, false);
	}
	add('output', shape.products, width, true);
	add('ownOutput', shape.products, own, true);
	add('outputBiases', 1, shape.products, false);
	for (const slot of front) add(...slot);
	const byName = new Map(slots.map((slot) => [slot.name, slot]));
	const slot = (name: string): Slot => byName.get(name) ?? { name, offset: 0, rows: 0, columns: 0, decays: false };
	return { size, slots, shape, slot, width };
}

/** The network of one product alone: all shared parameters, and that product's rows of the others. */
export function productLayout(layout: Layout): Layout {
	return layoutOf({ ...layout.shape, products: 1 });
}

/** Its parameters, cut from `parameters` [layout.size]. */
export function productParameters(layout: Layout, parameters: Float32Array, product: number): Float32Array {
	const single = productLayout(layout);
	const out = new Float32Array(single.size);
	for (const slot of single.slots) {
		const { offset } = layout.slot(slot.name);
		const n = slot.rows * slot.columns;
		const perProduct = slot.name === 'output' || slot.name === 'ownOutput' || slot.name === 'outputBiases';
		const from = offset + (perProduct ? product * n : 0);
		out.set(parameters.subarray(from, from + n), slot.offset);
	}
	return out;
}
