import { expect, it } from 'vitest';
import { productsByCustomers } from '../../../src/lib/core/features/products-by-customers.js';

it('counts products by the number of their customers, and leaves no class out between the first and the last', () => {
	const products = [3, 4, 5, 30, 49, 20_000].map((customers) => ({ customers }));
	const classes = productsByCustomers(products);
	expect(classes.filter((c) => c.products > 0)).toEqual([
		{ from: 2, to: 4, products: 2 },
		{ from: 5, to: 9, products: 1 },
		{ from: 20, to: 49, products: 2 },
		{ from: 10_000, to: Infinity, products: 1 }
	]);
	expect(classes.every((c, i) => i === 0 || c.from === classes[i - 1].to + 1)).toBe(true);
	expect(productsByCustomers([])).toEqual([]);
});
