import type { OrderBook } from '../features/types.js';

/**
 * What commercial tools ask for before they predict (Klaviyo's predictive analytics: 500 customers who ordered, 180 days,
 * an order in the last 30, customers with three orders), and per product enough buyers that a tenth or more of them are
 * left for testing.
 */
export const wanted = { customers: 500, days: 180, idle: 30, loyal: 50, buyers: 50, recentBuyers: 10 } as const;

/** Below these nothing that is learned could be tested. */
const least = { customers: 50, returning: 5 };
/** Days at the end of the data in which somebody must have bought a product for its next buyers to be learned. */
const RECENT = 90;

/** One thing to have: `have` of `want`. */
export interface ReadinessCheck {
	/** customers: who ordered. days: from first to last order. idle: days since the last order. loyal: customers with three orders or more. */
	readonly code: 'customers' | 'days' | 'idle' | 'loyal';
	readonly have: number;
	readonly want: number;
	readonly met: boolean;
}

export interface ProductReadiness {
	readonly name: string;
	/** Customers who bought it; of those, who bought it in more than one order, and who in the last 90 days of the data. */
	readonly buyers: number;
	readonly repeatBuyers: number;
	/** Undefined where there are no dates. */
	readonly recentBuyers?: number;
	readonly missing: readonly ('buyers' | 'recent_buyers')[];
}

export interface Readiness {
	/** enough: all that is asked for, but for recent orders. too_little: nothing could be tested. thin: between the two. */
	readonly verdict: 'enough' | 'thin' | 'too_little';
	/** The last order is recent, so that predictions are about today; undefined where there are no dates. */
	readonly current?: boolean;
	readonly checks: readonly ReadinessCheck[];
	/** Most buyers first. */
	readonly products: readonly ProductReadiness[];
	/** Products that lack nothing. */
	readonly ready: number;
}

/**
 * Whether there is enough to learn from, for the whole and per product, and what is missing. `today` is a day since
 * 1970-01-01; without it (or where the data has no dates) nothing is said of how recent the orders are.
 */
export function readiness(book: OrderBook, dated: boolean, today?: number): Readiness {
	const customers = book.customers.length;
	let loyal = 0;
	let returning = 0;
	for (let c = 0; c < customers; c++) {
		const orders = book.customerOrders[c + 1] - book.customerOrders[c];
		if (orders >= 2) returning++;
		if (orders >= 3) loyal++;
	}
	const idle = today === undefined ? undefined : Math.max(0, today - book.to);
	const checks: ReadinessCheck[] = [atLeast('customers', customers), atLeast('loyal', loyal)];
	if (dated) checks.splice(1, 0, atLeast('days', book.to - book.from + 1));
	if (dated && idle !== undefined) checks.push({ code: 'idle', have: idle, want: wanted.idle, met: idle <= wanted.idle });
	const products = productReadiness(book, dated);
	const enough = checks.every(({ code, met }) => met || code === 'idle');
	return {
		verdict: customers < least.customers || returning < least.returning ? 'too_little' : enough ? 'enough' : 'thin',
		...(dated && idle !== undefined && { current: idle <= wanted.idle }),
		checks,
		products,
		ready: products.filter(({ missing }) => missing.length === 0).length
	};
}

function atLeast(code: 'customers' | 'days' | 'loyal', have: number): ReadinessCheck {
	return { code, have, want: wanted[code], met: have >= wanted[code] };
}

function productReadiness(book: OrderBook, dated: boolean): ProductReadiness[] {
	const count = book.products.length;
	const [buyers, repeatBuyers, recentBuyers] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
	const [lastCustomer, lastOrder, ordersOf] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1), new Int32Array(count)];
	const recentOf = new Int32Array(count).fill(-1);
	for (let c = 0; c < book.customers.length; c++)
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++)
			for (let l = book.orderLines[o]; l < book.orderLines[o + 1]; l++) {
				const p = book.lineProduct[l];
				if (lastCustomer[p] !== c) {
					lastCustomer[p] = c;
					ordersOf[p] = 0;
					buyers[p]++;
				}
				if (lastOrder[p] !== o) {
					lastOrder[p] = o;
					if (++ordersOf[p] === 2) repeatBuyers[p]++;
				}
				if (book.orderTime[o] > book.to + 1 - RECENT && recentOf[p] !== c) {
					recentOf[p] = c;
					recentBuyers[p]++;
				}
			}
	return book.products
		.map((name, p) => ({
			name,
			buyers: buyers[p],
			repeatBuyers: repeatBuyers[p],
			...(dated && { recentBuyers: recentBuyers[p] }),
			missing: [
				...(buyers[p] < wanted.buyers ? (['buyers'] as const) : []),
				...(dated && recentBuyers[p] < wanted.recentBuyers ? (['recent_buyers'] as const) : [])
			]
		}))
		.sort((a, b) => b.buyers - a.buyers || b.repeatBuyers - a.repeatBuyers);
}
