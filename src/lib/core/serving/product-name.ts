import { nameOf } from '../data/name-of.js';

/** What a product that is a code is called, as a field of an answer; no field where it has a name of its own, or none is known. */
export function nameField(named: Parameters<typeof nameOf>[0], product: string): { readonly product_name?: string } {
	const product_name = nameOf(named, product);
	return product_name ? { product_name } : {};
}
