import { Random } from '../../../src/lib/core/random.js';
import type { Material } from '../../../src/lib/core/models/neural/material.js';
import { layoutOf } from '../../../src/lib/core/models/neural/shape.js';

/** A task of the benchmark: a network inputs → hidden → hidden → products over `rows` rows. */
export interface Task {
	readonly batch: number;
	readonly rows: number;
	readonly inputs: number;
	readonly hidden: number;
	readonly products: number;
	readonly epochs: number;
}

export const rate = 0.003;

/** Normal features and labels of which one in ten is 1, as a network takes them. */
export function materialFor({ rows, inputs, products }: Task): Material {
	const random = new Random('bench');
	const x = Float32Array.from({ length: rows * inputs }, () => random.normal());
	const start = new Int32Array(rows + 1);
	const product: number[] = [];
	for (let r = 0; r < rows; r++) {
		for (let k = 0; k < products; k++) if (random.next() < 0.1) product.push(k);
		start[r + 1] = product.length;
	}
	const none = { start: new Int32Array(rows + 1), product: new Int32Array(0) };
	return { rows, products, x, entries: none, own: new Float32Array(0), absent: new Float32Array(0), labels: { start, product: Int32Array.from(product) } };
}

export function layoutFor({ inputs, hidden, products }: Task) {
	return layoutOf({ inputs, hidden: [hidden, hidden], ownInputs: 0, own: 0, products, shared: false });
}

/** Uniform weights within 1 / √inputs, biases too. */
export function parametersFor(task: Task): Float32Array {
	const layout = layoutFor(task);
	const random = new Random('parameters');
	const parameters = new Float32Array(layout.size);
	for (const { name, offset, rows, columns } of layout.slots) {
		const limit = 1 / Math.sqrt(name === 'output' ? columns : Math.max(rows, 12));
		for (let i = 0; i < rows * columns; i++) parameters[offset + i] = limit * (2 * random.next() - 1);
	}
	return parameters;
}

/** The same order for every engine. */
export function orderFor({ rows }: Task, epoch: number): Int32Array {
	return new Random(`order/${epoch}`).shuffle(Int32Array.from({ length: rows }, (_, i) => i));
}
