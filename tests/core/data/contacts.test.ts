import { describe, expect, it } from 'vitest';
import { latestOfCustomers, looksLikePhone } from '../../../src/lib/core/data/contacts.js';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { rebuiltBook } from '../../../src/lib/core/live/rebuild.js';
import type { Table } from '../../../src/lib/core/data/types.js';

function tableOf(header: readonly string[], rows: readonly (readonly string[])[]): Table {
	return {
		rows: rows.length,
		columns: header.map((name, c) => {
			const values = [...new Set(rows.map((row) => row[c]))].filter((value) => value !== '');
			return { name, cells: { codes: Int32Array.from(rows, (row) => values.indexOf(row[c])), values } };
		}),
		line: Int32Array.from(rows, (_, i) => i + 2)
	};
}

const header = ['Customer ID', 'Order ID', 'Order Date', 'Product', 'Sales', 'E-Mail', 'Mobile', 'Seller Email'];
const table = tableOf(
	header,
	Array.from({ length: 40 }, (_, i) => {
		const c = i % 8;
		const email = c === 3 ? '' : i < 32 ? `c${c}@old.org` : `C${c}@New.org`;
		return [`C${c}`, `O${i}`, `2024-01-${String(1 + (i % 28)).padStart(2, '0')}`, ['Ink', 'Paper', 'Pens'][i % 3], '9.50', email, `+49 170 55512${c}0`, `s${i % 5}@shop.com`];
	})
);

describe('contacts', () => {
	it('are guessed from values and names, and no seller is taken for a customer', () => {
		const { mapping, guesses } = guessMapping(table);
		expect(mapping.columns).toMatchObject({ customer: 'Customer ID', email: 'E-Mail', phone: 'Mobile' });
		expect(mapping.attributes).not.toContain('Mobile');
		expect(guesses.find(({ name }) => name === 'Seller Email')?.role).not.toBe('email');
		expect(guesses.find(({ name }) => name === 'E-Mail')?.reason).toMatchObject({ code: 'emails' });
	});

	it('reach the book as what each customer gave last, and no feature', () => {
		const { mapping } = guessMapping(table);
		const book = buildOrderBook(toTransactions(table, mapping).transactions);
		expect(book.customers).toHaveLength(8);
		expect(book.contacts?.email?.[3]).toBe('');
		expect(book.contacts?.phone?.[5]).toBe('+49 170 5551250');
		expect(book.attributes.map(({ name }) => name)).not.toContain('E-Mail');
		const grown = rebuiltBook(book, [{ customer: 'Anna', order: 'X', time: 20_000, attributes: {}, lines: [{ product: 'Ink', amount: 1, quantity: 1, returned: false }] }]);
		expect(grown.contacts?.phone).toEqual(['', ...(book.contacts?.phone ?? [])]);
	});

	it('of a customer is the latest that is known', () => {
		const column = { codes: Int32Array.of(0, 1, -1, 2), values: ['a@x.org', 'b@x.org', 'c@x.org'] };
		expect(latestOfCustomers(column, Int32Array.of(0, 0, 0, 1), Float64Array.of(5, 3, 9, 1), 3)).toEqual(['a@x.org', 'c@x.org', '']);
	});

	it('knows what a telephone number looks like', () => {
		for (const text of ['+1 (650) 555-1234', '0171/5551234', '030 5551234']) expect(looksLikePhone(text)).toBe(true);
		for (const text of ['12345', '2024-01-05T10:00', 'call me', '+']) expect(looksLikePhone(text)).toBe(false);
	});
});
