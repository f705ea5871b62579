import { productNames } from '$lib/state/product-names.svelte.js';
import type { Column } from '../base/table.js';
import { firstOf } from './numbers.js';

/** Products of an order that stand in a line: fewer where names make them long. */
const most = { bare: 12, named: 4 };
const bare = /^[\d\s.,/-]+$/;

/** Whether a product is a code with a name beside it. */
export const isNamed = (product: string): boolean => productNames.of(product) !== '';

/** A product in a list: where it is a code, with its name beside it. "22423 · Cakestand", "22423", "Ink". */
export function listed(product: string): string {
	const name = productNames.of(product);
	return name ? `${product} · ${name}` : product;
}

/** A product in a heading or sentence, where a bare number would be taken for one: "22423 · Cakestand", "product 22423", "Ink". */
export function called(product: string): string {
	return !productNames.of(product) && bare.test(product) ? `product ${product}` : listed(product);
}

/** What was in an order, in a line: "Ink, Paper and Pens", "22423 · Cakestand, 85123A · Holder and 9 more". */
export function inOrder(products: readonly string[]): string {
	return firstOf(products.map(listed), products.some(isNamed) ? most.named : most.bare);
}

/** The column of a table that holds a product: the code where it is one, with its name beside it on the screen and in a column of its own in a file. */
export function productColumn<Row>(of: (row: Row) => string): Column<Row> {
	return { label: /* @wc-include */ 'Product', value: of, text: (row) => listed(of(row)), name: { label: 'Product name', value: (row) => productNames.of(of(row)) } };
}
