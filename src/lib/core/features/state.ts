import type { Baskets } from './baskets.js';
import type { OrderBook } from './types.js';

/** The days of "the last 6 months": 26 weeks up to the as-of date. */
export const RECENT_DAYS = 182;

/** How much a purchase still counts with every later order, in the decayed count. */
export const DECAY = 0.8;

const powers = new Float64Array(1024).fill(1);
for (let n = 1; n < powers.length; n++) powers[n] = powers[n - 1] * DECAY;

/** DECAY to the power of n, by multiplication: the same to the bit on every engine. */
export function decay(n: number): number {
	return n < powers.length ? powers[n] : 0;
}

/** What is known of one customer at one moment. Orders are purchases: an order of nothing but returns is none. */
export class CustomerState {
	asOf = 0;
	orders = 0;
	/** Ten-thousandths of money, also of the last 6 months. */
	spent = 0;
	recentSpent = 0;
	recentOrders = 0;
	lines = 0;
	/** Lines returned: known with their order, and learnt since. */
	returned = 0;
	laterReturned = 0;
	/** Distinct products, and the sum of the orders' distinct products. */
	diversity = 0;
	basketProducts = 0;
	/** The same sum and its first purchases, over the orders after the first. */
	laterProducts = 0;
	laterFresh = 0;
	/** Whole days; NaN before the first order. */
	firstDay = NaN;
	lastDay = NaN;
	/** The total from which on a customer is of high value, ten-thousandths. */
	highValueFrom = NaN;
	/** Latest known code per attribute, -1 missing. */
	readonly attributes: Int32Array;

	constructor(attributes: number) {
		this.attributes = new Int32Array(attributes);
		this.reset();
	}

	reset(): void {
		this.orders = this.spent = this.recentSpent = this.recentOrders = this.lines = this.returned = 0;
		this.diversity = this.basketProducts = this.laterProducts = this.laterFresh = this.laterReturned = 0;
		this.firstDay = this.lastDay = NaN;
		this.attributes.fill(-1);
	}

	/** Takes in the next order. bought, returned: lines; products, fresh: distinct, and those never bought before. */
	add(time: number, spent: number, bought: number, returned: number, products: number, fresh: number): void {
		this.spent += spent;
		this.returned += returned;
		if (bought === 0) return;
		this.lines += bought;
		this.basketProducts += products;
		this.diversity += fresh;
		this.lastDay = Math.floor(time);
		if (this.orders++ === 0) this.firstDay = this.lastDay;
		else {
			this.laterProducts += products;
			this.laterFresh += fresh;
		}
	}

	/** Takes in an order's attributes; a missing one leaves what was known. */
	addAttributes(attributes: OrderBook['attributes'], o: number): void {
		for (let i = 0; i < attributes.length; i++) {
			const code = attributes[i].ofOrder[o];
			if (code >= 0) this.attributes[i] = code;
		}
	}

	/** Counts an order into the last 6 months. */
	addRecent(spent: number, bought: number): void {
		this.recentSpent += spent;
		if (bought > 0) this.recentOrders++;
	}

	/** Moves the moment; whatever the last 6 months held is counted anew. */
	moveTo(asOf: number): void {
		this.asOf = asOf;
		this.recentSpent = this.recentOrders = 0;
	}
}

/** What one customer did with each product, indexed by product; only products in `touched` hold anything. */
export class ProductState {
	readonly purchases: Int32Array;
	readonly recent: Int32Array;
	readonly firstDay: Float64Array;
	readonly lastDay: Float64Array;
	/** How many orders the customer had before the product's last one. */
	readonly lastOrder: Int32Array;
	/** The decayed count as of the product's last order. */
	readonly decayed: Float64Array;
	readonly touched: Int32Array;
	touchedCount = 0;

	constructor(products: number) {
		this.purchases = new Int32Array(products);
		this.recent = new Int32Array(products);
		this.firstDay = new Float64Array(products);
		this.lastDay = new Float64Array(products);
		this.lastOrder = new Int32Array(products);
		this.decayed = new Float64Array(products);
		this.touched = new Int32Array(products);
	}

	reset(): void {
		for (let i = 0; i < this.touchedCount; i++) {
			const p = this.touched[i];
			this.purchases[p] = this.recent[p] = this.decayed[p] = 0;
		}
		this.touchedCount = 0;
	}

	/** Takes in the purchases of order `o`, the customer's order number `ordinal` from 0. */
	add(baskets: Baskets, o: number, time: number, ordinal: number): void {
		const day = Math.floor(time);
		for (let e = baskets.start[o]; e < baskets.start[o + 1]; e++) {
			if (baskets.bought[e] === 0) continue;
			const p = baskets.product[e];
			if (this.purchases[p]++ === 0) {
				this.touched[this.touchedCount++] = p;
				this.firstDay[p] = day;
				this.decayed[p] = 1;
			} else this.decayed[p] = 1 + this.decayed[p] * decay(ordinal - this.lastOrder[p]);
			this.lastDay[p] = day;
			this.lastOrder[p] = ordinal;
		}
	}

	addRecent(baskets: Baskets, o: number): void {
		for (let e = baskets.start[o]; e < baskets.start[o + 1]; e++)
			if (baskets.bought[e] > 0) this.recent[baskets.product[e]]++;
	}

	clearRecent(): void {
		for (let i = 0; i < this.touchedCount; i++) this.recent[this.touched[i]] = 0;
	}
}
