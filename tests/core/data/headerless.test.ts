import { describe, expect, it } from 'vitest';
import { guessMapping } from '../../../src/lib/core/data/mapping.js';
import { Random } from '../../../src/lib/core/random.js';
import { read } from './tables.js';

interface Line {
	readonly order: number;
	readonly customer: number;
	readonly day: string;
	readonly item: number;
	readonly price: number;
	readonly quantity: number;
	readonly random: Random;
}

/** A file without a line of names: 400 orders of 60 customers, three lines each, of 80 items in eight groups. */
async function guessed(cells: (line: Line) => readonly (string | number)[]) {
	const random = new Random('headerless');
	const rows: string[] = [];
	for (let order = 0; order < 400; order++) {
		const customer = random.integer(60);
		const day = new Date((16_000 + order) * 86_400_000).toISOString().slice(0, 10);
		const first = random.integer(80);
		for (let l = 0; l < 3; l++) {
			const item = (first + 7 * l) % 80;
			rows.push(cells({ order, customer, day, item, price: 1.95 + item * 0.37, quantity: 1 + random.integer(9), random }).join(','));
		}
	}
	const table = await read(rows.join('\n'));
	expect(table.format?.header).toBe(false);
	return guessMapping(table);
}

const group = (item: number): string => ['Pens', 'Paper', 'Ink', 'Desks', 'Lamps', 'Chairs', 'Tape', 'Glue'][item >> 3 & 7];

describe('a file without names of columns', () => {
	it('tells quantity and price by what they do, as exports of invoices have them', async () => {
		const { mapping, guesses } = await guessed(({ order, item, quantity, day, price, customer }) => [`I${5000 + order}`, `S${100 + item}`, `Thing ${String.fromCharCode(65 + (item % 26))}${String.fromCharCode(65 + Math.floor(item / 26))}`, quantity, day, price.toFixed(2), 17_000 + customer, 'Sweden']);
		expect(mapping.columns).toMatchObject({ order: 'Column 1', quantity: 'Column 4', date: 'Column 5', price: 'Column 6', customer: 'Column 7' });
		expect(guesses[5].reason).toEqual({ code: 'such_values' });
	});

	it('tells what a line cost by its growing with the quantity, beside a discount and a profit, and takes the level of products that most have bought', async () => {
		const { mapping } = await guessed(({ order, item, quantity, day, price, customer, random }) => [`O-${order}`, day, `C-${customer}`, `SKU-${item}-${item}`, group(item), (price * quantity).toFixed(2), quantity, (random.integer(4) / 10).toFixed(1), (random.integer(2000) / 100 - 8).toFixed(2)]);
		expect(mapping.columns).toEqual({ order: 'Column 1', date: 'Column 2', customer: 'Column 3', product: 'Column 5', amount: 'Column 6', quantity: 'Column 7' });
	});

	it('tells price and amount apart where there are both', async () => {
		const { mapping } = await guessed(({ order, item, quantity, day, price, customer }) => [order + 9000, day, customer + 500, group(item), (price * quantity).toFixed(2), quantity, price.toFixed(2)]);
		expect(mapping.columns).toMatchObject({ amount: 'Column 5', quantity: 'Column 6', price: 'Column 7' });
	});

	it('knows a given split by its words', async () => {
		const { mapping } = await guessed(({ order, item, day, customer, random }) => [`O${order}`, day, `C${customer}`, group(item), ['history', 'future'][random.integer(2)], ['train', 'val', 'test'][customer % 3]]);
		expect(mapping.columns).toMatchObject({ part: 'Column 5', fold: 'Column 6' });
	});

	it('leaves money out where columns of it cannot be told apart', async () => {
		const { mapping } = await guessed(({ order, item, day, customer, random }) => [`O${order}`, day, `C${customer}`, group(item), (3 + random.integer(900) / 100).toFixed(2), (5 + random.integer(900) / 100).toFixed(2)]);
		expect([mapping.columns.amount, mapping.columns.price]).toEqual([undefined, undefined]);
	});
});
