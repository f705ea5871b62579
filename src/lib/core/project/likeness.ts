import type { Predictor } from './predictor.js';

/** Who speaks for one product of one customer, in counts. */
export interface ProductLikeness {
	readonly product: string;
	/** Customers most like this one by what they had bought before, and how many of them bought the product then. */
	readonly customers: number;
	readonly bought: number;
	/** The share of all customers who bought it. */
	readonly everyone: number;
	/** Whether this customer had bought it before. */
	readonly had: boolean;
	/** The customer's own products that speak for it, the strongest first: of those who had one, this share bought the product. */
	readonly items: readonly { readonly product: string; readonly share: number }[];
}

/**
 * Who speaks for a customer's `limit` most likely products, the most likely first; empty where the model does not
 * compare customers. @throws LikelyError `customer.unknown`
 */
export function likenessOfCustomer(predictor: Predictor, customer: string, limit: number): ProductLikeness[] {
	const { model, examples, products } = predictor;
	const row = predictor.rowOf(customer);
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	return order.slice(0, limit).flatMap((product) => {
		const found = model.likeness?.(examples, row, product);
		if (!found) return [];
		const items = found.items.map((item) => ({ product: products[item.product], share: item.share }));
		return [{ ...found, product: products[product], items }];
	});
}
