import type { Examples } from '../../../../src/lib/core/features/types.js';
import { fitEncoders, materialOf } from '../../../../src/lib/core/models/neural/material.js';
import { layoutOf } from '../../../../src/lib/core/models/neural/shape.js';
import { Random } from '../../../../src/lib/core/random.js';

/** A small network with random parameters for the examples. */
export function setUp(examples: Examples, hidden: number[]) {
	const encoders = fitEncoders(examples);
	const layout = layoutOf({
		inputs: encoders.customer.inputs,
		hidden,
		ownInputs: encoders.own.inputs,
		own: encoders.own.inputs ? 5 : 0,
		products: examples.book.products.length,
		shared: true
	});
	const random = new Random('parameters');
	const parameters = Float32Array.from({ length: layout.size }, () => 0.4 * random.normal());
	return { encoders, layout, parameters, material: materialOf(examples, encoders) };
}
