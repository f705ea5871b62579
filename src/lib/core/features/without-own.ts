import { basketsOf, laterReturns } from './baskets.js';
import type { Registry } from './registry.js';
import type { HighValueFrom } from './snapshots.js';
import { CustomerState, RECENT_DAYS } from './state.js';
import type { Examples } from './types.js';

/**
 * For the question `ever`: the customer's features for each product they own as if that product's own lines did not
 * exist, so that the answer cannot be read off the features. Orders of nothing else vanish; where no order is left the
 * pair is ignored. One walk over the customer's orders per entry.
 */
export function withoutOwnLines(
	examples: Pick<Examples, 'book' | 'rows' | 'customer' | 'cut' | 'asOf' | 'entries'>,
	features: Registry,
	highValueFrom: HighValueFrom
): { entryCustomerX: Float32Array; entryIgnored: Uint8Array } {
	const { book, entries } = examples;
	const b = basketsOf(book);
	const width = features.customer.length;
	const entryCustomerX = new Float32Array(entries.product.length * width);
	const entryIgnored = new Uint8Array(entries.product.length);
	const state = new CustomerState(book.attributes.length);
	// Linked lists, by product, of the customer's basket entries from the earliest order on.
	const head = new Int32Array(book.products.length);
	const next = new Int32Array(b.product.length);

	for (let r = 0; r < examples.rows; r++) {
		const first = book.customerOrders[examples.customer[r]];
		const end = first + examples.cut[r];
		for (let e = b.start[first]; e < b.start[end]; e++) head[b.product[e]] = -1;
		for (let e = b.start[end] - 1; e >= b.start[first]; e--) {
			next[e] = head[b.product[e]];
			head[b.product[e]] = e;
		}
		const high = highValueFrom(examples.customer[r], examples.asOf[r]);
		for (let i = entries.start[r]; i < entries.start[r + 1]; i++) {
			const product = entries.product[i];
			walk(head[product], first, end, examples.asOf[r]);
			state.laterReturned = laterReturns(b, examples.customer[r], end, examples.asOf[r], product);
			state.highValueFrom = high;
			entryIgnored[i] = state.orders === 0 ? 1 : 0;
			for (let j = 0; j < width; j++) entryCustomerX[i * width + j] = features.customer[j].value(state);
		}
	}
	return { entryCustomerX, entryIgnored };

	/** Fills the state from orders first to end - 1 without the entries of one product, from `own` on. */
	function walk(own: number, first: number, end: number, asOf: number): void {
		state.reset();
		state.moveTo(asOf);
		for (let o = first; o < end; o++) {
			let spent = b.orderSpent[o];
			let bought = b.orderBought[o];
			let returned = b.orderReturned[o];
			let products = b.orderProducts[o];
			let fresh = b.orderFresh[o];
			if (own >= 0 && own < b.start[o + 1]) {
				if (b.start[o + 1] - b.start[o] === 1) {
					own = next[own];
					continue;
				}
				spent -= b.spent[own];
				bought -= b.bought[own];
				returned -= b.returned[own];
				if (b.bought[own] > 0) products--;
				fresh -= b.fresh[own];
				own = next[own];
			}
			state.add(book.orderTime[o], spent, bought, returned, products, fresh);
			if (book.orderTime[o] >= asOf - RECENT_DAYS) state.addRecent(spent, bought);
			state.addAttributes(book.attributes, o);
		}
	}
}
