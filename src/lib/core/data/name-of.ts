/** What products are, and [products] what they are called where they are codes, '' where that is unknown. */
interface Named {
	readonly products: readonly string[];
	readonly productNames?: readonly string[];
}

/** By the names, which stay as they are while answers come and go. */
const known = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** What a product that is a code is called; '' where it has a name of its own, or none is known. */
export function nameOf({ products, productNames }: Named, product: string): string {
	if (!productNames?.length) return '';
	let names = known.get(productNames);
	if (!names) known.set(productNames, (names = new Map(products.map((code, p) => [code, productNames[p]]))));
	return names.get(product) ?? '';
}
