import type { FeatureSet } from '../../features/types.js';

const DAYS_PER_MONTH = 365.25 / 12;

/** Where the columns are that move on with time, -1 where there are none. */
interface Columns {
	readonly sinceOrder: number;
	readonly gapsSinceOrder: number;
	readonly orderGap: number;
	readonly tenure: number;
	readonly month: number;
	readonly sincePurchase: number;
	readonly gapsSincePurchase: number;
	readonly purchaseGap: number;
}

/** A column that follows from two others: days divided by a gap. */
export interface Quotient {
	readonly column: number;
	readonly days: number;
	readonly gap: number;
}

/**
 * Puts a customer's parameters some days ahead, as they are if nothing is ordered until then. Of the month only its
 * number is known, so the middle of it stands for the day. Tables are [rows × (customer + product features)], row-major.
 */
export class Ahead {
	readonly #columns: Columns;

	constructor({ customer, product }: FeatureSet) {
		const ofCustomer = (name: string) => customer.findIndex((feature) => feature.name === name);
		const ofProduct = (name: string) => {
			const at = product.findIndex((feature) => feature.name === name);
			return at < 0 ? -1 : customer.length + at;
		};
		this.#columns = {
			sinceOrder: ofCustomer('days_since_last_order'),
			gapsSinceOrder: ofCustomer('gaps_since_last_order'),
			orderGap: ofCustomer('mean_gap_days'),
			tenure: ofCustomer('tenure_days'),
			month: ofCustomer('month'),
			sincePurchase: ofProduct('days_since_last_purchase'),
			gapsSincePurchase: ofProduct('gaps_since_last_purchase'),
			purchaseGap: ofProduct('mean_gap_days')
		};
	}

	/** The columns that `moveOn` fills with days divided by a gap: one follows from two others. */
	get ofOrder(): Quotient | undefined {
		const { sinceOrder, gapsSinceOrder, orderGap } = this.#columns;
		return sinceOrder < 0 || gapsSinceOrder < 0 ? undefined : { column: gapsSinceOrder, days: sinceOrder, gap: orderGap };
	}

	get ofPurchase(): Quotient | undefined {
		const { sincePurchase, gapsSincePurchase, purchaseGap } = this.#columns;
		return sincePurchase < 0 || gapsSincePurchase < 0 ? undefined : { column: gapsSincePurchase, days: sincePurchase, gap: purchaseGap };
	}

	/** The vector at `at`, moved on by so many days without an order. */
	moveOn(table: Float32Array, at: number, days: number): void {
		const { sinceOrder, tenure, month, sincePurchase, gapsSincePurchase, purchaseGap } = this.#columns;
		if (sinceOrder >= 0) this.orderAgo(table, at, table[at + sinceOrder] + days);
		if (tenure >= 0) table[at + tenure] += days;
		if (month >= 0) table[at + month] = ((table[at + month] - 1 + Math.floor(0.5 + days / DAYS_PER_MONTH)) % 12) + 1;
		if (sincePurchase < 0) return;
		table[at + sincePurchase] += days;
		if (gapsSincePurchase >= 0) table[at + gapsSincePurchase] = table[at + sincePurchase] / Math.max(1, table[at + purchaseGap]);
	}

	/** The vector at `at`, as if the last order were so many days ago. */
	orderAgo(table: Float32Array, at: number, days: number): void {
		const { sinceOrder, gapsSinceOrder, orderGap } = this.#columns;
		if (sinceOrder >= 0) table[at + sinceOrder] = days;
		if (gapsSinceOrder >= 0) table[at + gapsSinceOrder] = days / Math.max(1, table[at + orderGap]);
	}

	/** The vector at `at` without when the last order was: of an order that is placed, that says little about what is in it. */
	forgetLastOrder(table: Float32Array, at: number): void {
		const { sinceOrder, gapsSinceOrder } = this.#columns;
		if (sinceOrder >= 0) table[at + sinceOrder] = NaN;
		if (gapsSinceOrder >= 0) table[at + gapsSinceOrder] = NaN;
	}
}
