import { describe, expect, it } from 'vitest';
import { openOrders } from '../../../src/lib/core/data/formats/open.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { exports, orders } from '../../fixtures/shop-exports.js';

const lines = orders.reduce((sum, { items }) => sum + items.length, 0);
const money = orders.flatMap(({ items }) => items).reduce((sum, { price, quantity }) => sum + price * quantity, 0);
const dayOf = (time: Date): number => Math.floor(time.getTime() / 86_400_000);
const daysOfCustomers = new Set(orders.map(({ customer, time }) => `${customer.n} ${dayOf(time)}`)).size;

describe('an export as a shop system writes it', () => {
	it.each(exports.map((one) => [one.system, one] as const))('of %s is understood without help', async (_, { text, without, withoutQuantity }) => {
		const { table } = await openOrders([memorySource('export.csv', text)]);
		const { mapping, missing } = guessMapping(table);
		expect(missing).toEqual([]);
		const { transactions, quality } = toTransactions(table, mapping);
		expect({ mapping: mapping.columns, used: quality.used, customers: quality.customers }).toMatchObject({ used: lines, customers: 15 });
		expect([quality.orders, quality.products]).toEqual([without === 'orders' ? daysOfCustomers : orders.length, expect.toBeOneOf([3, 9])]);
		expect([Math.floor(quality.from), Math.floor(quality.to)]).toEqual([dayOf(orders[0].time), dayOf(orders[orders.length - 1].time)]);
		expect(transactions.quantity.reduce((sum, n) => sum + n, 0)).toBe(withoutQuantity ? lines : orders.flatMap(({ items }) => items).reduce((sum, { quantity }) => sum + quantity, 0));
		if (without !== 'amounts') expect(transactions.amount.reduce((sum, n) => sum + n, 0)).toBeCloseTo(money, 2);
		expect(mapping.attributes.length).toBeLessThan(8);
	});
});
