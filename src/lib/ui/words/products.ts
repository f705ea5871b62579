import { productNames } from '$lib/state/product-names.svelte.js';

const bare = /^[\d\s.,/-]+$/;

/** A product in a list: where it is a code, with its name beside it. "22423 · Cakestand", "22423", "Ink". */
export function listed(product: string): string {
	const name = productNames.of(product);
	return name ? `${product} · ${name}` : product;
}

/** A product in a heading or sentence, where a bare number would be taken for one: "22423 · Cakestand", "product 22423", "Ink". */
export function called(product: string): string {
	return !productNames.of(product) && bare.test(product) ? `product ${product}` : listed(product);
}
