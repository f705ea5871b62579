import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { incomingOrders, mostOrders } from '../../../src/lib/core/live/order.js';

const good = { customer: 'Ann', order: 7, date: '2026-11-22T12:00:00Z', lines: [{ product: ' Ink ', amount: 3.5 }] };

describe('orders from outside', () => {
	it('come alone, as a list, or in a batch', () => {
		const order = { customer: 'Ann', order: '7', time: 20_779.5, lines: [{ product: 'Ink', amount: 3.5, quantity: 1, returned: false }], attributes: {} };
		expect(incomingOrders(good)).toEqual([order]);
		expect(incomingOrders([good, good])).toEqual([order, order]);
		expect(incomingOrders({ orders: [good] })).toEqual([order]);
	});

	it('may be dated to the day, with a time zone or without one, which is UTC', () => {
		const time = (date: string) => incomingOrders({ ...good, date })[0].time;
		expect([time('2026-11-22'), time('2026-11-22 12:00'), time('2026-11-22T12:00:00+01:00')]).toEqual([20_779, 20_779.5, 20_779 + 11 / 24]);
	});

	it.each([
		['lines', { ...good, lines: [] }],
		['lines.0.product', { ...good, lines: [{ product: '' }] }],
		['lines.0.amount', { ...good, lines: [{ product: 'Ink', amount: Infinity }] }],
		['date', { ...good, date: '22/11/2026' }],
		['date', { ...good, date: '2026-13-45' }],
		['customer', { ...good, customer: undefined }],
		['order', 'order']
	])('are refused as a whole, with the place: %s', (field, bad) => {
		expect(() => incomingOrders([good, bad])).toThrow(expect.objectContaining({ code: 'live.bad_order', facts: { index: 1, field } }));
	});

	it('are not too many at once', () => {
		expect(() => incomingOrders(Array.from({ length: mostOrders + 1 }, () => good))).toThrow(expect.objectContaining({ code: 'live.too_many' }));
	});

	it('of any shape are taken or refused, and pollute nothing', () => {
		fc.assert(
			fc.property(fc.anything({ withObjectString: true, withNullPrototype: true }), (value) => {
				try {
					incomingOrders(value);
				} catch (error) {
					expect(error).toBeInstanceOf(LikelyError);
				}
			})
		);
		const evil: unknown = JSON.parse('{"customer":"__proto__","date":"2026-11-22","lines":[{"product":"constructor"}],"attributes":{"__proto__":"x"}}');
		expect(incomingOrders(evil)[0].customer).toBe('__proto__');
		expect(({} as Record<string, unknown>).x).toBeUndefined();
	});
});
