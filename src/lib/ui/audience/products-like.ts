import { listed } from '../words/products.js';

/** The first products that have the text in what they are listed as, those that begin with it before the others. */
export function productsLike(products: readonly string[], text: string, most = 50): string[] {
	const sought = text.trim().toLowerCase();
	const places = products.map((product) => listed(product).toLowerCase().indexOf(sought));
	const at = (first: boolean) => products.filter((_, i) => (first ? places[i] === 0 : places[i] > 0));
	return [...at(true), ...at(false)].slice(0, most);
}
