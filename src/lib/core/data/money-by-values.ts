import { detectDecimalMark } from './amounts.js';
import { freeOf } from './by-names.js';
import type { Found } from './by-names.js';
import { dependency } from './dependency.js';
import { NumberColumn } from './line-values.js';
import { priceEvidence, priceIsOf } from './price-of-line.js';
import type { Profile } from './profile.js';
import type { Category, Table } from './types.js';

const SAMPLE = 20_000;

/**
 * Finds quantity, price and amount where no header names them. Money is a column of fractions above zero that differ
 * within an order; of two, the one that is the other times the quantity is the amount. A quantity is a column of few whole
 * numbers that differ within an order. What stays unclear is left out.
 */
export function fillMoneyFromValues(table: Table, profiles: readonly Profile[], found: Found): void {
	const { order, customer, product } = found;
	if (!product || !customer || found.amount || found.price || found.quantity) return;
	const cells = (p: Profile): Category => table.columns[p.index].cells;
	const key = cells(order ?? customer);
	const item = cells(product);
	const free = freeOf(profiles, found)
		.filter((p) => p.numbers >= 0.95 && p.dates < 0.5 && p.distinct > 2 && p.distinct < 0.9 * p.filled)
		.filter((p) => !(dependency(key, cells(p)) >= 0.9))
		.map((p) => ({ p, ...readingOf(cells(p)) }));
	const quantities = free.filter(({ p, median, wholes }) => wholes >= 0.98 && median >= 1 && median <= 100 && !(dependency(item, cells(p)) >= 0.9));
	const money = free.filter(({ wholes, positive, largest }) => wholes < 0.9 && positive >= 0.95 && largest > 1);
	const quantity = quantities.length === 1 ? quantities[0].p : undefined;
	if (money.length === 2 && quantity) {
		const [a, b] = money.map(({ p }) => p);
		if (isProduct(table, a, quantity, b)) [found.price, found.amount, found.quantity] = [a, b, quantity];
		else if (isProduct(table, b, quantity, a)) [found.price, found.amount, found.quantity] = [b, a, quantity];
		return;
	}
	if (money.length !== 1) return;
	const [{ p, mark }] = money;
	if (!quantity) found.amount = p;
	else {
		found.quantity = quantity;
		const is = priceIsOf(priceEvidence(item, cells(p), cells(quantity), mark));
		found[is === 'piece' ? 'price' : 'amount'] = p;
	}
}

/** What a column of numbers looks like, by rows. */
function readingOf(cells: Category) {
	const { mark } = detectDecimalMark(cells.values.slice(0, SAMPLE));
	const column = new NumberColumn(cells, mark, NaN);
	const numbers: number[] = [];
	for (let row = 0; row < Math.min(SAMPLE, cells.codes.length); row++) {
		const number = column.read(row);
		if (!Number.isNaN(number)) numbers.push(number);
	}
	const shareOf = (test: (number: number) => boolean): number => numbers.filter(test).length / Math.max(1, numbers.length);
	const sorted = numbers.toSorted((a, b) => a - b);
	return {
		mark,
		median: sorted[sorted.length >> 1] ?? 0,
		largest: sorted.at(-1) ?? 0,
		wholes: shareOf((number) => Number.isInteger(number)),
		positive: shareOf((number) => number >= 0)
	};
}

/** Whether `amount` is `price` × `quantity`, but for rounding, on nearly all rows. */
function isProduct(table: Table, price: Profile, quantity: Profile, amount: Profile): boolean {
	const [a, b, c] = [price, quantity, amount].map(({ index }) => {
		const { cells } = table.columns[index];
		return new NumberColumn(cells, detectDecimalMark(cells.values.slice(0, SAMPLE)).mark, NaN);
	});
	let same = 0;
	let rows = 0;
	for (let row = 0; row < Math.min(SAMPLE, table.rows); row++) {
		const [each, pieces, all] = [a.read(row), b.read(row), c.read(row)];
		if (!(pieces > 1)) continue;
		rows++;
		if (Math.abs(each * pieces - all) <= 0.02 + 0.01 * Math.abs(all)) same++;
	}
	return rows > 0 && same >= 0.9 * rows;
}
