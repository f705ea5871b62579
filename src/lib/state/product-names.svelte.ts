import type { ProjectCard } from '../core/project/cards.js';

let names = $state.raw<Readonly<Record<string, string>>>({});

/** What the open project's products are called, where they are codes: for words of the page, which know products alone. */
export const productNames = {
	/** '' where nothing is known. */
	of: (product: string): string => (Object.hasOwn(names, product) ? names[product] : ''),
	take({ products, productNames: own }: Pick<ProjectCard, 'products' | 'productNames'>): void {
		names = own ? Object.fromEntries(products.map((product, p) => [product, own[p]])) : {};
	}
};
