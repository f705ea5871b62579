import { basketsOf } from '../features/baskets.js';
import { looseOrders, oneCustomerBook } from '../features/one-customer.js';
import type { LooseOrder } from '../features/one-customer.js';
import { planCurrent } from '../features/plans.js';
import { registry } from '../features/registry.js';
import type { Registry } from '../features/registry.js';
import { takeSnapshots } from '../features/snapshots.js';
import { highValueAmong, spentBefore } from '../features/spending.js';
import type { Examples, OrderBook, Question } from '../features/types.js';
import { LikelyError } from '../errors.js';
import { orderKey, wholeKey } from './order.js';
import type { IncomingOrder } from './order.js';
import { rebuiltBook } from './rebuild.js';
import { Totals } from './totals.js';

/**
 * What became of an order: `new`; `known`: it was there, line by line; `corrected`: it was there with other lines, which
 * it takes the place of. `unknown`: lines of products that the book does not have: they count from the next training on.
 */
export interface Taken {
	readonly what: 'new' | 'known' | 'corrected';
	readonly unknown: number;
}

/** What would become of an order. */
export interface Looked extends Taken {
	/** The order as the book can hold it. */
	readonly loose: LooseOrder;
}

interface Customer {
	/** In time; orders at one moment in the order they came. */
	orders: readonly LooseOrder[];
	/** What they have spent; undefined before the first purchase. */
	spent: number | undefined;
}

/**
 * A book to which orders are added one by one. What an order changes is computed from its customer's orders alone, in
 * time that does not depend on the size of the book but for one move of memory.
 */
export class LiveBook {
	readonly #base: OrderBook;
	readonly #question: Question;
	readonly #registry: Registry;
	readonly #customers = new Map<string, Customer>();
	readonly #index: ReadonlyMap<string, number>;
	readonly #product: ReadonlyMap<string, number>;
	readonly #attributes: readonly { readonly name: string; readonly code: ReadonlyMap<string, number> }[];
	readonly #totals: Totals;
	readonly #added = new Map<string, IncomingOrder>();
	#from: number;
	#to: number;

	/** Throws `live.given_split` for a book whose file says what is held out. */
	constructor(base: OrderBook, question: Question) {
		if (base.given) throw new LikelyError('live.given_split');
		this.#base = base;
		this.#question = question;
		this.#registry = registry(base, question);
		this.#index = new Map(base.customers.map((name, c) => [name, c]));
		this.#product = new Map(base.products.map((name, p) => [name, p]));
		this.#attributes = base.attributes.map(({ name, values }) => ({ name, code: new Map(values.map((value, code) => [value, code])) }));
		this.#from = base.from;
		this.#to = base.to;
		const spent = base.customers.map((_, c) => spentBefore(base, c, Infinity)).filter((total) => total !== undefined);
		this.#totals = new Totals(Float64Array.from(spent));
	}

	/** The last day of the data; a correction does not turn it back. */
	get to(): number {
		return this.#to;
	}
	/** Everybody, those who came in included. */
	get customers(): readonly string[] {
		return [...this.#base.customers, ...[...this.#customers.keys()].filter((name) => !this.#index.has(name))];
	}
	/** Orders that were added or corrected. */
	get added(): readonly IncomingOrder[] {
		return [...this.#added.values()];
	}

	/** Whether the order is there already, line by line. */
	has(order: IncomingOrder): boolean {
		return this.look(order).what === 'known';
	}

	/** What would become of an order; nothing changes. */
	look(order: IncomingOrder): Looked {
		const earlier = this.#added.get(wholeKey(order));
		const before = this.#before(order);
		const loose = this.#loose(order);
		const unknown = order.lines.length - loose.lines.length;
		if (earlier ? sameOrder(earlier, order) : before && !unknown && sameLines(before, loose)) return { what: 'known', unknown: 0, loose };
		return { what: before || earlier ? 'corrected' : 'new', unknown, loose };
	}

	/** Takes an order in, as it was looked at just before. */
	take(order: IncomingOrder, { what, unknown, loose } = this.look(order)): Taken {
		if (what === 'known') return { what, unknown };
		const own = this.#of(order.customer);
		this.#added.delete(wholeKey(order));
		this.#added.set(wholeKey(order), order);
		const key = orderKey(order.order, order.time);
		const others = (own?.orders ?? []).filter((one) => orderKey(one.id, one.time) !== key);
		const orders = [...others, ...(loose.lines.length ? [loose] : [])].sort((a, b) => a.time - b.time);
		this.#from = Math.min(this.#from, Math.floor(order.time));
		this.#to = Math.max(this.#to, Math.floor(order.time));
		const spent = spentOf(this.#bookOf(order.customer, orders));
		this.#totals.replace(own?.spent, spent);
		this.#customers.set(order.customer, { orders, spent });
		return { what, unknown };
	}

	/** How many of the book's products a customer bought on the days from `from` to `end` - 1. */
	bought(customer: string, from: number, end: number): number {
		const products = new Set<number>();
		for (const { time, lines } of this.#of(customer)?.orders ?? [])
			if (time >= from && time < end) for (const { product, quantity } of lines) if (!(quantity < 0)) products.add(product);
		return products.size;
	}

	/**
	 * The customer as they stand now, the day after the last order of all: [1 row], or none before their first purchase.
	 * Equal, to the bit, to `currentExamples` of a book built anew from all orders.
	 */
	snapshot(customer: string): Examples {
		const own = this.#of(customer);
		const book = this.#bookOf(customer, own?.orders ?? []);
		const plan = planCurrent(book, this.#question, Int32Array.of(0));
		return takeSnapshots(book, this.#question, plan, this.#registry, (_, asOf) => {
			const totals = asOf > this.#to ? this.#totals : this.#totalsBefore(asOf);
			return highValueAmong(totals.sorted, totals.count, spentBefore(book, 0, asOf));
		});
	}

	/** Everything as one book, new customers and products included. */
	book(): OrderBook {
		return rebuiltBook(this.#base, this.added);
	}

	/** The order that this one stands for, as it is now. */
	#before({ customer, order, time }: IncomingOrder): LooseOrder | undefined {
		const key = orderKey(order, time);
		return this.#of(customer)?.orders.find((one) => orderKey(one.id, one.time) === key);
	}

	#of(customer: string): Customer | undefined {
		const known = this.#customers.get(customer);
		const c = this.#index.get(customer);
		if (known || c === undefined) return known;
		const orders = looseOrders(this.#base, this.#base.customerOrders[c], this.#base.customerOrders[c + 1]);
		return { orders, spent: spentBefore(this.#base, c, Infinity) };
	}

	/** What everybody had spent before a moment that is past: `next-order` asks for it after an order that came late. */
	#totalsBefore(asOf: number): Totals {
		const names = new Set([...this.#base.customers, ...this.#customers.keys()]);
		const spent: number[] = [];
		for (const name of names) {
			const grown = this.#customers.get(name);
			const total = grown ? spentBefore(this.#bookOf(name, grown.orders), 0, asOf) : spentBefore(this.#base, this.#index.get(name) ?? -1, asOf);
			if (total !== undefined) spent.push(total);
		}
		return new Totals(Float64Array.from(spent));
	}

	#bookOf(customer: string, orders: readonly LooseOrder[]): OrderBook {
		const { products, attributes } = this.#base;
		return oneCustomerBook({ products, attributes, from: this.#from, to: this.#to }, customer, orders);
	}

	#loose({ order, time, lines, attributes }: IncomingOrder): LooseOrder {
		return {
			id: order,
			time,
			attributes: this.#attributes.map(({ name, code }) => (Object.hasOwn(attributes, name) ? (code.get(attributes[name]) ?? -1) : -1)),
			lines: lines.flatMap(({ product, ...line }) => {
				const p = this.#product.get(product);
				return p === undefined ? [] : [{ product: p, ...line, returnedTime: NaN }];
			})
		};
	}
}

/** What the only customer of a book has spent. */
function spentOf(book: OrderBook): number | undefined {
	basketsOf(book);
	return spentBefore(book, 0, Infinity);
}

function sameLines(a: LooseOrder, b: LooseOrder): boolean {
	const text = ({ lines }: LooseOrder) => lines.map(({ product, amount, quantity, returned }) => `${product} ${amount} ${quantity} ${returned}`).sort().join('\n');
	return a.lines.length === b.lines.length && text(a) === text(b);
}

function sameOrder(a: IncomingOrder, b: IncomingOrder): boolean {
	const text = ({ lines }: IncomingOrder) => lines.map(({ product, amount, quantity, returned }) => `${amount} ${quantity} ${returned} ${product}`).sort().join('\n');
	return a.lines.length === b.lines.length && text(a) === text(b);
}
