/**
 * What the simulated office shop sells, to whom, and the chance of each purchase. Only the four operations are used, so
 * that the shop is the same to the bit on every engine.
 */

export const SEGMENTS = ['Consumer', 'Corporate', 'Home Office'] as const;
export const REGIONS = ['East', 'North', 'South', 'West'] as const;

/** How many customers are of each segment, and how they order: a value per segment. */
export const SEGMENT_SHARE = [0.45, 0.3, 0.25];
/** Median days between two orders, before the customer's own pace. */
export const USUAL_GAP = [48, 26, 36];
/** Chance that an order was the customer's last. */
export const LEAVING = [0.06, 0.02, 0.04];
/** Chance that the customer prints with ink rather than with toner. */
export const INKJET = [0.95, 0.05, 0.6];
/** Pieces per line, at most this many times the product's usual pack. */
export const BULK = [1, 4, 2];
/** How readily a line is sent back. */
export const PICKY = [1.4, 0.7, 1];

/** Months in which more or less is bought than usual, January first. */
const FLAT = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];
const SCHOOL = [0.9, 0.8, 0.8, 0.8, 0.8, 0.9, 1.3, 1.8, 1.5, 1, 0.9, 0.7];
const BUDGET = [1.3, 0.8, 0.9, 0.9, 0.8, 0.9, 0.8, 0.8, 1, 1.1, 1.4, 1.7];
const WINTER = [1.5, 1.2, 0.9, 0.7, 0.6, 0.5, 0.5, 0.6, 0.9, 1.3, 1.7, 1.8];

export interface ShopProduct {
	readonly name: string;
	readonly price: number;
	readonly pack: number;
	/** Chance of being returned. */
	readonly returned: number;
	readonly season: readonly number[];
	/** How often it is what the order is made for, per segment; the weights of all products are shares. */
	readonly reason: readonly number[];
	/** Chance in an order of someone who never bought it, per segment; times the region's factor. */
	readonly first: readonly number[];
	readonly regions?: readonly number[];
	/** Having bought it: the chance rises with the time since towards `most`, half of it after `cycle` days. */
	readonly most: number;
	readonly cycle: number;
	/** Only with a printer of this kind; a new printer comes with it at the chance BUNDLED. */
	readonly prints?: 'ink' | 'toner';
	/** Factor for those who own a printer. */
	readonly withPrinter?: number;
}

const never = [0, 0, 0];

/** Printers must be first: what others do depends on them. */
export const PRODUCTS: readonly ShopProduct[] = [
	{
		name: 'Printers', price: 189, pack: 1, returned: 0.08, season: BUDGET, reason: never,
		first: [0.14, 0.22, 0.2], most: 0.12, cycle: 800
	},
	{
		name: 'Ink cartridges', price: 32, pack: 2, returned: 0.03, season: FLAT, reason: never,
		first: [0.6, 0.6, 0.6], most: 0.97, cycle: 40, prints: 'ink'
	},
	{
		name: 'Toner', price: 84, pack: 1, returned: 0.03, season: FLAT, reason: never,
		first: [0.6, 0.6, 0.6], most: 0.97, cycle: 45, prints: 'toner'
	},
	{
		name: 'Copy paper', price: 6, pack: 5, returned: 0.01, season: FLAT, reason: [0.35, 0.5, 0.4],
		first: [0.1, 0.15, 0.12], most: 0.3, cycle: 20, withPrinter: 1.8
	},
	{
		name: 'Pens', price: 4, pack: 4, returned: 0.01, season: SCHOOL, reason: [0.3, 0.2, 0.25],
		first: [0.12, 0.1, 0.1], most: 0.25, cycle: 30
	},
	{
		name: 'Notebooks', price: 7, pack: 3, returned: 0.02, season: SCHOOL, reason: [0.25, 0.1, 0.2],
		first: [0.1, 0.06, 0.1], most: 0.25, cycle: 40
	},
	{
		name: 'Binders', price: 9, pack: 3, returned: 0.04, season: FLAT, reason: [0.1, 0.2, 0.15],
		first: [0.05, 0.12, 0.08], most: 0.2, cycle: 60
	},
	{
		name: 'Envelopes', price: 11, pack: 2, returned: 0.02, season: FLAT, reason: never,
		first: [0.02, 0.12, 0.05], most: 0.6, cycle: 70
	},
	{
		name: 'Coffee', price: 14, pack: 3, returned: 0.01, season: FLAT, reason: never,
		first: [0.04, 0.1, 0.08], regions: [0.8, 0.9, 0.7, 1.8], most: 0.95, cycle: 22
	},
	{
		name: 'Cleaning supplies', price: 12, pack: 2, returned: 0.01, season: FLAT, reason: never,
		first: [0.03, 0.08, 0.05], most: 0.75, cycle: 60
	},
	{
		name: 'Chairs', price: 129, pack: 1, returned: 0.12, season: BUDGET, reason: never,
		first: [0.04, 0.07, 0.06], most: 0.08, cycle: 400
	},
	{
		name: 'Desks', price: 249, pack: 1, returned: 0.1, season: BUDGET, reason: never,
		first: [0.02, 0.04, 0.05], most: 0.04, cycle: 600
	},
	{
		name: 'Lamps', price: 39, pack: 1, returned: 0.06, season: WINTER, reason: never,
		first: [0.04, 0.04, 0.05], regions: [1, 1.8, 0.5, 0.8], most: 0.05, cycle: 300
	},
	{
		name: 'Phones', price: 219, pack: 1, returned: 0.09, season: BUDGET, reason: never,
		first: [0.04, 0.06, 0.05], most: 0.1, cycle: 500
	},
	{
		name: 'Monitors', price: 179, pack: 1, returned: 0.07, season: FLAT, reason: never,
		first: [0.02, 0.08, 0.06], most: 0.07, cycle: 500
	}
];

/** Chance that a first printer is bought together with ink or toner for it. */
const BUNDLED = 0.95;

/** Who a simulated customer is: what the shop cannot see is `pace`, `appetite` and `inkjet`. */
export interface ShopCustomer {
	readonly name: string;
	readonly segment: number;
	readonly region: number;
	/** Factors on the usual days between orders, and on the cycle of everything bought. */
	readonly pace: number;
	readonly appetite: number;
	readonly inkjet: boolean;
}

/** What a customer's printer means at an order: none, bought in this very order for the first time, or owned before. */
export type Printer = 'none' | 'new' | 'owned';

/**
 * Chance that an order contains a product. since: days since the customer last bought it, Infinity for never; month: 0
 * for January. Given the printer, it does not depend on what else the order contains.
 */
export function chanceInOrder(
	product: ShopProduct,
	customer: ShopCustomer,
	since: number,
	month: number,
	printer: Printer
): number {
	const extra = Math.min(1, extraChance(product, customer, since, printer) * product.season[month]);
	return 1 - (1 - product.reason[customer.segment]) * (1 - extra);
}

function extraChance(product: ShopProduct, customer: ShopCustomer, since: number, printer: Printer): number {
	if (product.prints) {
		if (printer === 'none' || (product.prints === 'ink') !== customer.inkjet) return 0;
		if (printer === 'new') return BUNDLED;
	}
	const factor = printer === 'owned' ? (product.withPrinter ?? 1) : 1;
	if (since === Infinity) return product.first[customer.segment] * (product.regions?.[customer.region] ?? 1) * factor;
	const due = since / (product.cycle * customer.appetite);
	return (product.most * factor * due * due * due) / (1 + due * due * due);
}

/** Chance that more than `days` pass between two orders, if there is another (log-logistic, shape 3). */
export function gapBeyond(customer: ShopCustomer, days: number): number {
	const part = days / (USUAL_GAP[customer.segment] * customer.pace);
	return 1 / (1 + part * part * part);
}

/** The month of a day since 1970-01-01, 0 for January. */
export function monthOf(day: number): number {
	return new Date(day * 86_400_000).getUTCMonth();
}
