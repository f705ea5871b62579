import { called } from '../words/products.js';

/** Whom a kept prediction is about. */
export function whoOf({ customer }: { readonly customer: string }): string {
	return customer || 'Invented customer';
}

/** What a kept prediction is about, by the name that was kept with it; else by what the open project calls it. */
export function whatOf({ product, productName }: { readonly product: string; readonly productName?: string }): string {
	return productName ? `${product} · ${productName}` : called(product);
}
