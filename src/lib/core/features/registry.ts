import { basketsOf } from './baskets.js';
import { customerFeatureList } from './customer-features.js';
import type { CustomerFeature } from './customer-features.js';
import { productFeatureList } from './product-features.js';
import type { ProductFeature } from './product-features.js';
import type { FeatureDefinition, FeatureSet, OrderBook, Question } from './types.js';

/** The features of a book and a question with their computations: what definitions and snapshots are both made from. */
export interface Registry {
	readonly customer: readonly CustomerFeature[];
	readonly product: readonly ProductFeature[];
}

/**
 * The one registry of features. Money features need amounts, dated ones more than one day of data. For `next-order`
 * the snapshot is always the day after the last order, so the days since then are left out; for `ever` a product's
 * own history is the answer, so there are no product features.
 */
export function registry(book: OrderBook, question: Question): Registry {
	const dates = book.to > book.from;
	return {
		customer: customerFeatureList({
			money: basketsOf(book).hasMoney,
			dates,
			recency: question.kind !== 'next-order',
			season: question.kind === 'next',
			attributes: named(book.attributes)
		}),
		product: question.kind === 'ever' ? [] : productFeatureList(dates)
	};
}

/** Attributes under names that no other feature has: a second `region` becomes `region_2`. */
function named(attributes: OrderBook['attributes']): { name: string; values: readonly string[] }[] {
	const taken = new Set(customerFeatureList(everything).map(({ definition }) => definition.name));
	return attributes.map(({ name, values }) => {
		const base = slug(name);
		let free = base;
		for (let n = 2; taken.has(free); n++) free = `${base}_${n}`;
		taken.add(free);
		return { name: free, values };
	});
}

const everything = { money: true, dates: true, recency: true, season: true, attributes: [] };

/** Definitions of the customer features, in the order of the columns of `Examples.x`. */
export function customerFeatures(book: OrderBook, question: Question): FeatureDefinition[] {
	return registry(book, question).customer.map(({ definition }) => definition);
}

/** Definitions of the product features, in the order of the columns of `Examples.entryX`. */
export function productFeatures(book: OrderBook, question: Question): FeatureDefinition[] {
	return registry(book, question).product.map(({ definition }) => definition);
}

/** Both, as `Examples.features` has them: plain data. */
export function featureSet({ customer, product }: Registry): FeatureSet {
	return { customer: customer.map((f) => f.definition), product: product.map((f) => f.definition) };
}

/** A product's feature as people see it: `printers_purchases_last_6m`. */
export function parameterName(product: string, feature: string): string {
	return `${slug(product)}_${feature}`;
}

/** Lower case letters and digits of any script, accents dropped, everything else one underscore; else `product`. */
export function slug(text: string): string {
	const plain = text.normalize('NFKD').replace(/[\u0300-\u036f]/g, '').normalize('NFC').toLowerCase();
	return plain.match(/[\p{L}\p{M}\p{N}]+/gu)?.join('_') ?? 'product';
}
