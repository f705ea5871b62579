import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { customerSnapshot, editOrders, snapshotOf } from '../../../src/lib/core/features/edit.js';
import type { OrderEdit } from '../../../src/lib/core/features/edit.js';
import { currentExamples } from '../../../src/lib/core/features/examples.js';
import type { OrderBook, Question } from '../../../src/lib/core/features/types.js';
import { anchor, customerWords, orders, readable } from './arbitrary.js';
import { transactions } from './lines.js';
import type { Line } from './lines.js';
import { worked } from './worked.js';

const questions: Question[] = [
	{ kind: 'next', horizon: 50, asOf: 300, snapshots: 3 },
	{ kind: 'next-order' },
	{ kind: 'ever' }
];

/** An edit by position, so that it can be drawn before the book is known. */
interface Draw {
	readonly kind: OrderEdit['kind'];
	readonly at: number;
	readonly day: number;
	readonly product: number;
	readonly returned: boolean;
}

const kinds: OrderEdit['kind'][] = [
	'add-order',
	'move-order',
	'remove-order',
	'return-line',
	'remove-line',
	'set-attribute'
];

const draws = fc.array(
	fc.record({
		kind: fc.constantFrom(...kinds),
		at: fc.nat({ max: 1000 }),
		day: fc.integer({ min: 1, max: 399 }),
		product: fc.nat({ max: 1000 }),
		returned: fc.boolean()
	}),
	{ maxLength: 4 }
);

/** The drawn edits of one customer, as edits of the book and as edits of the lines that the book was built from. */
function applyDraws(book: OrderBook, lines: readonly Line[], customer: number, drawn: readonly Draw[]) {
	const first = book.customerOrders[customer];
	const end = book.customerOrders[customer + 1];
	const name = book.customers[customer];
	const edits: OrderEdit[] = [];
	const gone = new Set<Line>();
	const flags = new Map<Line, boolean>();
	const undated = new Set<Line>();
	const moved = new Map<string, number>();
	const added: Line[] = [];
	let region: string | undefined;
	for (const [n, { kind, at, day, product, returned }] of drawn.entries()) {
		const order = first + (at % (end - first));
		const ofOrder = lines.filter((l) => l.customer === name && l.order === book.orderIds[order]);
		const i = at % ofOrder.length;
		const time = day + (n + 30) / 86_400;
		if (kind === 'add-order') {
			const p = product % book.products.length;
			const line = { amount: at / 4, quantity: 1, returned };
			edits.push({ kind, time, lines: [{ product: p, ...line }, { product: p, ...line }] });
			const made = { customer: name, order: `edit ${n}`, day: time, product: book.products[p], ...line };
			added.push(made, made);
		} else if (kind === 'move-order') {
			edits.push({ kind, order, time });
			moved.set(book.orderIds[order], time);
		} else if (kind === 'remove-order') {
			edits.push({ kind, order });
			for (const line of ofOrder) gone.add(line);
		} else if (kind === 'return-line') {
			edits.push({ kind, line: book.orderLines[order] + i, returned });
			flags.set(ofOrder[i], returned);
			undated.add(ofOrder[i]);
		} else if (kind === 'remove-line') {
			edits.push({ kind, line: book.orderLines[order] + i });
			gone.add(ofOrder[i]);
		} else {
			const value = at % book.attributes[0].values.length;
			edits.push({ kind, attribute: 0, value });
			region = book.attributes[0].values[value];
		}
	}
	const edited = [...lines, ...added]
		.filter((line) => !gone.has(line))
		.map((line) =>
			line.customer === name
				? {
						...line,
						returned: flags.get(line) ?? line.returned,
						returnedDay: undated.has(line) ? undefined : line.returnedDay,
						day: moved.get(line.order) ?? line.day,
						region: region ?? line.region
					}
				: line
		);
	return { edits, edited };
}

describe('editing orders', () => {
	it('is the same, to the bit, as building the book with the edits', () => {
		const shops = orders(fc.integer({ min: 1, max: 399 }));
		const property = fc.property(shops, draws, fc.nat({ max: 100 }), (drawn, edit, pick) => {
			const lines = [...anchor, ...drawn];
			const book = buildOrderBook(transactions(lines));
			const names = book.customers.filter((name) => name !== 'Anchor');
			if (!names.length) return;
			const name = names[pick % names.length];
			const { edits, edited } = applyDraws(book, lines, book.customers.indexOf(name), edit);
			const again = buildOrderBook(transactions(edited));
			const c = again.customers.indexOf(name);
			for (const question of questions) {
				const quick = snapshotOf(editOrders(book, book.customers.indexOf(name), edits), question);
				if (c < 0) expect(quick.rows).toBe(0);
				else expect(readable(quick)).toEqual(readable(customerSnapshot(again, question, c)));
			}
		});
		fc.assert(property, { seed: 13, numRuns: 400 });
	});

	it('without any edit is the customer as they are', () => {
		const book = buildOrderBook(transactions(worked));
		for (const question of questions)
			for (const c of [0, 1, 2]) {
				const current = readable(currentExamples(book, question, Int32Array.of(c)));
				expect(readable(customerSnapshot(book, question, c))).toEqual(current);
				expect(readable(snapshotOf(editOrders(book, c, []), question))).toEqual(current);
			}
	});

	it('moves everything that one more order moves in life', () => {
		const book = buildOrderBook(transactions(worked));
		const ink = book.products.indexOf('Ink');
		const order: OrderEdit = {
			kind: 'add-order',
			time: 295,
			lines: [{ product: ink, amount: 80, quantity: 1, returned: false }]
		};
		const snapshot = snapshotOf(editOrders(book, 1, [order]), questions[0]);
		expect(customerWords(snapshot, snapshot.x, 0)).toMatchObject({
			total_orders: 2,
			total_spent: 100,
			average_order_value: 50,
			product_diversity: 2,
			days_since_last_order: 6,
			mean_gap_days: 195,
			orders_last_6m: 1,
			new_product_share: 1
		});
		expect(snapshot.book.customers).toEqual(['Bob']);
		expect(snapshot.book.products).toBe(book.products);
	});

	it('knows a customer at an earlier day', () => {
		const book = buildOrderBook(transactions(worked));
		const then = snapshotOf(editOrders(book, 0, []), questions[0], 100);
		expect(customerWords(then, then.x, 0)).toMatchObject({ total_orders: 2, days_since_last_order: 60, region: 'north' });
		expect(readable(customerSnapshot(book, questions[0], 0, 100))).toEqual(readable(then));
	});

	it('makes up a customer', () => {
		const book = buildOrderBook(transactions(worked));
		const order: OrderEdit = {
			kind: 'add-order',
			time: 290,
			lines: [{ product: 0, amount: 710, quantity: 1, returned: false }]
		};
		const invented = (edits: OrderEdit[]) => snapshotOf(editOrders(book, undefined, edits), questions[0]);
		expect(invented([]).rows).toBe(0);
		const one = invented([order, { kind: 'set-attribute', attribute: 0, value: 1 }]);
		expect(customerWords(one, one.x, 0)).toMatchObject({
			total_orders: 1,
			region: book.attributes[0].values[1],
			high_value_customer: 1 // the 80th percentile of 20, 415 and 710 is 710
		});
	});

	it('refuses what the customer does not have, and orders after the data', () => {
		const book = buildOrderBook(transactions(worked));
		const edit = (it: OrderEdit) => () => editOrders(book, 0, [it]);
		const line = { product: 6, amount: 1, quantity: 1, returned: false };
		expect(edit({ kind: 'remove-order', order: 4 })).toThrow('edit.unknown');
		expect(edit({ kind: 'remove-line', line: 99 })).toThrow('edit.unknown');
		expect(edit({ kind: 'add-order', time: 5, lines: [line] })).toThrow('edit.unknown');
		expect(edit({ kind: 'set-attribute', attribute: 1, value: 0 })).toThrow('edit.unknown');
		expect(edit({ kind: 'set-attribute', attribute: 0, value: 4 })).toThrow('edit.unknown');
		expect(edit({ kind: 'add-order', time: 301, lines: [] })).toThrow('edit.time_out_of_range');
		expect(edit({ kind: 'move-order', order: 0, time: NaN })).toThrow('edit.time_out_of_range');
	});
});
