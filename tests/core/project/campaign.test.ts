import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src/lib/core/data/csv.js';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { measureCampaign } from '../../../src/lib/core/project/campaign.js';
import { transactions } from '../features/lines.js';

const header = ['customer_id', 'product', 'probability', 'group', 'as_of', 'horizon_days'];
const listed = (customer: string, product: string, group: 'ad' | 'held_back', days: number | '' = 30) => [customer, product, 0.5, group, '1970-04-11', days];
const bought = (customer: string, day: number, product: string, quantity = 1) => ({ customer, order: `${customer} ${day}`, day, product, quantity });
/** Day 100 is 11 April 1970; the data reaches to day 129, the last of the 30 days. */
const book = buildOrderBook(
	transactions([bought('Ann', 90, 'Ink'), bought('Ann', 100, 'Ink'), bought('Bob', 99, 'Ink'), bought('Bob', 129.9, 'Pen'), bought('=Cid', 110, 'Ink'), bought("'=Dan", 110, 'Ink', -1), bought("'=Dan", 111, 'Ink', -1), bought("'=Dan", 111, 'Pen')])
);
const result = async (rows: readonly (readonly (string | number)[])[], of = book) => measureCampaign(await readTable(memorySource('list.csv', toCsv(header, rows))), of);

describe('what became of a list, worked by hand', () => {
	it('counts who bought what was listed for them, from its day on and within its days', async () => {
		const found = await result([listed('Ann', 'Ink', 'ad'), listed('Ann', 'Tea', 'ad'), listed('Bob', 'Ink', 'ad'), listed('Eve', 'Ink', 'ad')]);
		expect(found).toEqual({ asOf: 100, horizon: 30, complete: true, to: 129, shown: { customers: 3, bought: 1 }, heldBack: { customers: 0, bought: 0 }, unknown: 1 });
	});

	it('knows customers whom a spreadsheet would take for formulas, with an apostrophe of their own or without; what came back is not bought', async () => {
		const { shown, unknown } = await result([listed('=Cid', 'Ink', 'ad'), listed("'=Dan", 'Ink', 'ad')]);
		expect([shown, unknown]).toEqual([{ customers: 2, bought: 1 }, 0]);
	});

	it('counts a customer as kept back whichever line says so, and tells an uplift where both groups have somebody', async () => {
		const { shown, heldBack, uplift } = await result([listed('Ann', 'Ink', 'held_back'), listed('Ann', 'Pen', 'ad'), listed('Bob', 'Ink', 'ad'), listed('Bob', 'Pen', 'ad')]);
		expect([shown, heldBack]).toEqual([{ customers: 1, bought: 1 }, { customers: 1, bought: 1 }]);
		expect(uplift?.difference).toBe(0);
	});

	it('looks at the next order alone where the list has no days', async () => {
		const { shown, horizon } = await result([listed('Ann', 'Ink', 'ad', ''), listed('Bob', 'Pen', 'ad', ''), listed("'=Dan", 'Ink', 'ad', '')]);
		expect([shown, horizon]).toEqual([{ customers: 3, bought: 2 }, undefined]);
	});
});
