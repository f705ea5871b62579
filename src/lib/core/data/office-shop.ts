import { LikelyError } from '../errors.js';
import { Random } from '../random.js';
import {
	BULK,
	chanceInOrder,
	gapBeyond,
	INKJET,
	LEAVING,
	monthOf,
	PICKY,
	PRODUCTS,
	REGIONS,
	SEGMENT_SHARE,
	SEGMENTS
} from './office-shop-catalogue.js';
import type { Printer, ShopCustomer } from './office-shop-catalogue.js';
import { probabilityOfPurchase } from './office-shop-truth.js';
import type { Transactions } from './types.js';

export interface OfficeShopOptions {
	readonly customers?: number;
	readonly seed: number;
	/** First and last day, days since 1970-01-01. */
	readonly from?: number;
	readonly to?: number;
	/** Goes on with the same customers up to this day; what is dated up to `to` stays as it is without it. */
	readonly until?: number;
}

export interface OfficeShop {
	readonly transactions: Transactions;
	/**
	 * The true probability that a customer buys a product on one of the days asOf to asOf + horizon - 1: exact, given all
	 * that the customer did before asOf and the simulated person's pace, appetite and kind of printer. NaN before the
	 * customer's first order. Throws `shop.unknown`.
	 */
	truth(customer: string, product: string, asOf: number, horizon: number): number;
	/** The orders as a shop system would export them, a line each, by date. */
	csv(): string;
}

interface Line {
	readonly customer: number;
	/** Running number of the order within the customer. */
	readonly order: number;
	readonly day: number;
	readonly product: number;
	readonly quantity: number;
	/** Money in cents. */
	readonly price: number;
	readonly returned: boolean;
}

const DEFAULT_FROM = Date.UTC(2022, 0, 1) / 86_400_000;
const DEFAULT_TO = Date.UTC(2024, 11, 31) / 86_400_000;

/**
 * Simulates the orders of an office supplies shop: customers of three segments in four regions come back in a rhythm of
 * their own until they leave; printers bring ink or toner, ink, toner and coffee are bought again as they run out, and
 * seasons lift some goods. Customers are drawn one by one, each from a stream of its own: the same seed gives the same
 * shop, to the bit.
 */
export function simulateOfficeShop(options: OfficeShopOptions): OfficeShop {
	const { customers: count = 1500, seed, from = DEFAULT_FROM, to = DEFAULT_TO, until = to } = options;
	const random = new Random(`${seed}/office shop`);
	const customers = Array.from({ length: count }, (_, c) => drawCustomer(c, count, random.fork(`customer ${c}`)));
	const histories = customers.map((customer, c) => drawOrders(customer, c, { from, to, until }, random.fork(`orders ${c}`)));
	const lines = histories.flat().sort((a, b) => a.day - b.day || a.customer - b.customer || a.order - b.order);
	const orderIds = numberOrders(lines);
	const customerOf = new Map(customers.map(({ name }, c) => [name, c]));
	const productOf = new Map(PRODUCTS.map(({ name }, p) => [name, p]));
	return {
		transactions: toTransactions(lines, orderIds, customers),
		truth: (customer, product, asOf, horizon) => {
			const c = customerOf.get(customer);
			const p = productOf.get(product);
			if (c === undefined || p === undefined) throw new LikelyError('shop.unknown', { customer, product });
			const last = (of: (line: Line) => boolean) =>
				histories[c].findLast((line) => line.day < asOf && of(line))?.day ?? -Infinity;
			const lastOrder = last(() => true);
			if (lastOrder === -Infinity) return NaN;
			const lastPurchase = last((line) => line.product === p);
			const ownsPrinter = last((line) => line.product === 0) > -Infinity;
			return probabilityOfPurchase(customers[c], p, { lastOrder, lastPurchase, ownsPrinter }, asOf, horizon);
		},
		csv: () => toCsv(lines, orderIds, customers)
	};
}

function drawCustomer(index: number, count: number, random: Random): ShopCustomer {
	const draw = random.next();
	const segment = draw < SEGMENT_SHARE[0] ? 0 : draw < SEGMENT_SHARE[0] + SEGMENT_SHARE[1] ? 1 : 2;
	return {
		name: `C-${String(index + 1).padStart(String(count).length, '0')}`,
		segment,
		region: random.integer(REGIONS.length),
		pace: 0.75 + 0.6 * random.next(),
		appetite: 0.8 + 0.45 * random.next(),
		inkjet: random.next() < INKJET[segment]
	};
}

/** A customer's order lines in time. Four in ten customers start in the first quarter of a year, the others later. */
function drawOrders(
	customer: ShopCustomer,
	index: number,
	{ from, to, until }: { readonly from: number; readonly to: number; readonly until: number },
	random: Random
): Line[] {
	const lines: Line[] = [];
	const lastPurchase = new Float64Array(PRODUCTS.length).fill(-Infinity);
	const start = random.next() < 0.4 ? random.integer(Math.min(91, to - from + 1)) : random.integer(to - from + 1);
	for (let day = from + start, order = 0; day <= until; order++) {
		for (const product of drawBasket(customer, lastPurchase, day, random)) {
			lastPurchase[product] = day;
			lines.push(drawLine(customer, index, order, day, product, random));
		}
		if (random.next() < LEAVING[customer.segment]) break;
		const threshold = random.next();
		let gap = 1;
		while (gapBeyond(customer, gap) > threshold && day + gap <= until) gap++;
		day += gap;
	}
	return lines;
}

/** Products of one order, ascending: the one it is made for, and whatever else is due. Never empty. */
function drawBasket(customer: ShopCustomer, lastPurchase: Float64Array, day: number, random: Random): number[] {
	const month = monthOf(day);
	const owned = lastPurchase[0] > -Infinity;
	let printer: Printer = owned ? 'owned' : 'none';
	let rest = random.next();
	const reason = PRODUCTS.findIndex((product) => (rest -= product.reason[customer.segment]) < 0);
	return PRODUCTS.flatMap((product, p) => {
		const base = product.reason[customer.segment];
		const chance = chanceInOrder(product, customer, day - lastPurchase[p], month, printer);
		// The chance includes that the product is the reason; what is left to draw is the chance if it is not.
		const extra = random.next() < 1 - (1 - chance) / (1 - base);
		if (!extra && p !== reason) return [];
		if (p === 0 && !owned) printer = 'new';
		return [p];
	});
}

function drawLine(
	customer: ShopCustomer,
	index: number,
	order: number,
	day: number,
	product: number,
	random: Random
): Line {
	const { pack, price, returned } = PRODUCTS[product];
	return {
		customer: index,
		order,
		day,
		product,
		quantity: 1 + random.integer(pack * BULK[customer.segment]),
		price: Math.round(price * 100 * (0.85 + 0.3 * random.next())),
		returned: random.next() < returned * PICKY[customer.segment]
	};
}

/** [lines] the running number of each line's order, from 0 on in time. */
function numberOrders(lines: readonly Line[]): Int32Array {
	let last = -1;
	return Int32Array.from(lines, ({ customer, order }, i) => {
		if (i === 0 || lines[i - 1].customer !== customer || lines[i - 1].order !== order) last++;
		return last;
	});
}

const orderName = (order: number) => `SO-${String(order + 1).padStart(6, '0')}`;

function toTransactions(lines: readonly Line[], orders: Int32Array, customers: readonly ShopCustomer[]): Transactions {
	const attribute = (name: string, values: readonly string[], of: (customer: ShopCustomer) => number) => ({
		name,
		column: { codes: Int32Array.from(lines, (line) => of(customers[line.customer])), values }
	});
	return {
		rows: lines.length,
		customer: { codes: Int32Array.from(lines, (line) => line.customer), values: customers.map(({ name }) => name) },
		order: { codes: orders, values: Array.from({ length: (orders.at(-1) ?? -1) + 1 }, (_, o) => orderName(o)) },
		product: { codes: Int32Array.from(lines, (line) => line.product), values: PRODUCTS.map(({ name }) => name) },
		time: Float64Array.from(lines, (line) => line.day),
		amount: Float64Array.from(lines, (line) => (line.price * line.quantity) / 100),
		quantity: Float64Array.from(lines, (line) => line.quantity),
		returned: Uint8Array.from(lines, (line) => (line.returned ? 1 : 0)),
		line: Int32Array.from(lines, (_, i) => i + 2),
		attributes: [
			attribute('region', REGIONS, (customer) => customer.region),
			attribute('segment', SEGMENTS, (customer) => customer.segment)
		]
	};
}

function toCsv(lines: readonly Line[], orders: Int32Array, customers: readonly ShopCustomer[]): string {
	const rows = lines.map(({ customer, day, product, quantity, price, returned }, i) => {
		const { name, region, segment } = customers[customer];
		const date = new Date(day * 86_400_000).toISOString().slice(0, 10);
		const money = [price, price * quantity].map((cents) => (cents / 100).toFixed(2));
		return [
			orderName(orders[i]),
			date,
			name,
			REGIONS[region],
			SEGMENTS[segment],
			PRODUCTS[product].name,
			quantity,
			...money,
			returned ? 'yes' : 'no'
		].join(',');
	});
	const header = 'order_id,order_date,customer_id,region,segment,product,quantity,unit_price,amount,returned';
	return [header, ...rows, ''].join('\n');
}
