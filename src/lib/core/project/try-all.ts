import type { Question } from '../features/types.js';
import type { FamilyName } from '../models/types.js';

/** What decides how long training takes. */
export interface ShopSize {
	readonly customers: number;
	readonly orders: number;
	readonly products: number;
}

export interface TryAll {
	/** In the order in which they are trained; a blend of the others last. */
	readonly families: readonly FamilyName[];
	/** Left out, because they would take much longer than the others. */
	readonly tooSlow: readonly FamilyName[];
}

/** Everything there is to try. */
const everything: readonly FamilyName[] = ['forest', 'boosted', 'renewal', 'neighbours', 'neural', 'transformer', 'blend'];

/** Seconds of one core per pair of a training row and a product, as measured; families that are not here stay quick. */
const secondsPerPair: Partial<Record<FamilyName, number>> = { boosted: 5e-6, renewal: 3e-5 };
const MOST_SECONDS = 30;

/** Share of the customers that are trained on. */
const TRAINED = 0.64;
/** Of the customers that there are in the end, about so many were there at an average as-of date. */
const ALREADY_THERE = 0.75;
/** How many of a customer's latest orders `next-order` learns from. */
const LATEST_ORDERS = 10;

/** Whether a family has an answer to a question: what reads the orders one by one has none to `ever`, what follows the days only to `next`. */
export function answers(family: FamilyName, { kind }: Question): boolean {
	if (family === 'renewal') return kind === 'next';
	return !(family === 'transformer' && kind === 'ever');
}

/** About how many rows a training learns from. */
export function estimatedRows({ customers, orders }: ShopSize, question: Question): number {
	const trained = TRAINED * customers;
	if (question.kind === 'ever') return trained;
	if (question.kind === 'next-order') return trained * Math.min(LATEST_ORDERS, Math.max(1, orders / Math.max(1, customers) - 1));
	return trained * (question.snapshots + 1) * (question.snapshots ? ALREADY_THERE : 1);
}

/**
 * What "try all" trains for a question: every family that has an answer to it, but for those whose cost, by rows ×
 * products, is out of proportion. One family of trees per product is what does not scale to thousands of products.
 */
export function tryAll(size: ShopSize, question: Question): TryAll {
	const pairs = estimatedRows(size, question) * size.products;
	const suited = everything.filter((family) => answers(family, question));
	const isSlow = (family: FamilyName) => pairs * (secondsPerPair[family] ?? 0) > MOST_SECONDS;
	return { families: suited.filter((family) => !isSlow(family)), tooSlow: suited.filter(isSlow) };
}
