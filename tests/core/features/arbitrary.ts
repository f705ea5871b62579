import fc from 'fast-check';
import { positionOf } from '../../../src/lib/core/features/table.js';
import type { Examples } from '../../../src/lib/core/features/types.js';
import type { Line } from './lines.js';

export const FIRST_DAY = 0;
export const LAST_DAY = 400;

/** A customer that holds the first and the last day of the data in place. */
export const anchor: readonly Line[] = [
	{ customer: 'Anchor', order: 'first', day: FIRST_DAY, product: 'Anvil', amount: 60, region: 'west' },
	{ customer: 'Anchor', order: 'last', day: LAST_DAY, product: 'Anvil', amount: 60, region: 'west' }
];

/**
 * Orders of up to four customers over five products, with returns, credits, times of the day, and crowded days. All
 * lines of an order share its moment and region, as they do in life.
 */
export function orders(day: fc.Arbitrary<number>, most = 12): fc.Arbitrary<Line[]> {
	const line = fc.record({
		product: fc.constantFrom('Ink', 'Paper', 'Pens', 'Desk', 'Lamp'),
		amount: fc.integer({ min: 1, max: 90_000 }).map((cents) => cents / 100),
		quantity: fc.constantFrom(1, 1, 1, 2, 5, -1),
		returned: fc.boolean(),
		backAfter: fc.option(fc.integer({ min: 0, max: 30 }), { nil: undefined })
	});
	const order = fc.record({
		customer: fc.constantFrom('Ann', 'Bob', 'Cid', 'Dot'),
		day,
		hour: fc.constantFrom(0, 0, 6, 18),
		region: fc.constantFrom('north', 'south', undefined),
		lines: fc.array(line, { minLength: 1, maxLength: 4 })
	});
	return fc.array(order, { maxLength: most }).map((drawn) =>
		drawn.flatMap(({ customer, day: on, hour, region, lines }, i) =>
			// A different second for every order, so that no two are at the same moment.
			lines.map(({ backAfter, ...l }) => ({
				...l,
				customer,
				region,
				order: `${customer} ${i}`,
				day: on + hour / 24 + i / 86_400,
				returnedDay: l.returned && backAfter !== undefined ? on + 1 + backAfter : undefined
			}))
		)
	);
}

/** Every row of examples by customer and moment, all codes as words: comparable between books with other indices. */
export function readable(examples: Examples): Record<string, Record<string, unknown>> {
	const rows: Record<string, Record<string, unknown>> = {};
	for (let r = 0; r < examples.rows; r++) {
		const row: Record<string, unknown> = { ...customerWords(examples, examples.x, r) };
		for (const [p, product] of examples.book.products.entries()) {
			const entry = positionOf(examples.entries, r, p);
			if (entry < 0) continue;
			const { product: features } = examples.features;
			features.forEach(({ name }, j) => (row[`${product} ${name}`] = examples.entryX[entry * features.length + j]));
			if (examples.entryCustomerX)
				row[`without ${product}`] = customerWords(examples, examples.entryCustomerX, entry);
		}
		rows[`${examples.book.customers[examples.customer[r]]} as of ${examples.asOf[r]}`] = row;
	}
	return rows;
}

/** One row of customer features, categories as words. */
export function customerWords(examples: Examples, x: Float32Array, row: number): Record<string, unknown> {
	const { customer } = examples.features;
	return Object.fromEntries(
		customer.map(({ name, values }, j) => {
			const value = x[row * customer.length + j];
			return [name, values ? values[value] : value];
		})
	);
}
