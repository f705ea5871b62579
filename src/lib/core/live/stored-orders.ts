import * as v from 'valibot';
import type { IncomingOrder } from './order.js';

const figure = v.custom<number>((value) => typeof value === 'number');
const stored = v.array(
	v.object({
		customer: v.string(),
		order: v.string(),
		time: v.pipe(v.number(), v.finite()),
		lines: v.array(v.object({ product: v.string(), amount: figure, quantity: v.pipe(v.number(), v.finite()), returned: v.boolean() })),
		attributes: v.record(v.string(), v.string())
	})
);

/** Orders as they were stored, perhaps by another version; none where they do not hold together. */
export function storedOrders(value: unknown): readonly IncomingOrder[] {
	const parsed = v.safeParse(stored, value);
	return parsed.success ? parsed.output : [];
}
