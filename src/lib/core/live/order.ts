import * as v from 'valibot';
import { LikelyError } from '../errors.js';

/** One line of an order that comes in. */
export interface IncomingLine {
	readonly product: string;
	/** Money; NaN where it is not known. */
	readonly amount: number;
	readonly quantity: number;
	readonly returned: boolean;
}

/** An order that comes in after the book was written. */
export interface IncomingOrder {
	readonly customer: string;
	/** The shop's number of the order; '' where it has none: then it stands for all that the customer bought on that day. */
	readonly order: string;
	/** Days since 1970-01-01 UTC, fractions are the time of day. */
	readonly time: number;
	readonly lines: readonly IncomingLine[];
	readonly attributes: Readonly<Record<string, string>>;
}

const MS_PER_DAY = 86_400_000;
/** The years 1900 to 2199: what is beyond is no date of an order. */
const days = { first: -25_567, end: 84_006 };
/** Orders that one message may hold. */
export const mostOrders = 10_000;

const word = v.pipe(v.string(), v.trim(), v.maxLength(500));
const name = v.pipe(word, v.minLength(1));
const text = v.union([name, v.pipe(v.number(), v.finite(), v.transform(String))]);
const time = v.pipe(
	v.string(),
	v.regex(/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})?)?$/),
	v.transform((iso) => Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(iso) ? iso : /(Z|[+-]\d{2}:?\d{2})$/.test(iso) ? iso.replace(' ', 'T') : `${iso.replace(' ', 'T')}Z`) / MS_PER_DAY),
	v.number(),
	v.minValue(days.first),
	v.maxValue(days.end)
);
const line = v.pipe(
	v.object({
		product: text,
		amount: v.optional(v.nullable(v.pipe(v.number(), v.finite()))),
		quantity: v.optional(v.pipe(v.number(), v.finite()), 1),
		returned: v.optional(v.boolean(), false)
	}),
	v.transform((one): IncomingLine => ({ ...one, amount: one.amount ?? NaN }))
);
const order = v.pipe(
	v.object({
		customer: text,
		order: v.optional(v.union([word, v.pipe(v.number(), v.finite(), v.transform(String))]), ''),
		date: time,
		lines: v.pipe(v.array(line), v.minLength(1), v.maxLength(10_000)),
		attributes: v.optional(v.record(v.string(), word), {})
	}),
	v.transform(({ date, ...one }): IncomingOrder => ({ ...one, time: date, attributes: { ...one.attributes } }))
);

/**
 * Orders from outside, checked: an order, a list of them, or `{ orders: [...] }`, each
 * `{ customer, order?, date: '2026-11-22' or with a time, lines: [{ product, amount?, quantity?, returned? }], attributes? }`.
 * All or none. Throws `live.bad_order` {index, field} for the first that does not fit, `live.too_many` {orders, most}.
 */
export function incomingOrders(value: unknown): IncomingOrder[] {
	const list: unknown[] = Array.isArray(value) ? value : isBatch(value) ? value.orders : [value];
	if (list.length > mostOrders) throw new LikelyError('live.too_many', { orders: list.length, most: mostOrders });
	return list.map((one, index) => {
		const parsed = v.safeParse(order, one);
		if (parsed.success) return parsed.output;
		throw new LikelyError('live.bad_order', { index, field: v.getDotPath(parsed.issues[0]) ?? 'order' });
	});
}

function isBatch(value: unknown): value is { orders: unknown[] } {
	return typeof value === 'object' && value !== null && 'orders' in value && Array.isArray(value.orders);
}

/** What tells an order from the customer's others. */
export function orderKey(id: string, time: number): string {
	return id === '' ? `day ${Math.floor(time)}` : `id ${id}`;
}

/** What tells an order from all others. */
export function wholeKey({ customer, order, time }: Pick<IncomingOrder, 'customer' | 'order' | 'time'>): string {
	return `${customer}\0${orderKey(order, time)}`;
}

/** Each order as it came last, in the order of these. */
export function newestOrders(orders: readonly IncomingOrder[]): IncomingOrder[] {
	const last = new Map<string, IncomingOrder>();
	for (const order of orders) {
		const key = wholeKey(order);
		last.delete(key);
		last.set(key, order);
	}
	return [...last.values()];
}
