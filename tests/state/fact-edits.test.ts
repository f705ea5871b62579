import { describe, expect, it } from 'vitest';
import { editOrders } from '../../src/lib/core/features/edit.js';
import { orderSheet } from '../../src/lib/core/project/order-sheet.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import type { OrderEdit } from '../../src/lib/core/project/cards.js';
import { Random } from '../../src/lib/core/random.js';
import { asItWas, withAdded, withAttribute, withLine, withMoved, withOrder, withoutLine, withoutOrder, withReturned } from '../../src/lib/state/fact-edits.js';
import { trainedShop } from '../fixtures/trained-shop.js';

const line = { product: 0, amount: 30, quantity: 1, returned: false };

describe('facts that are edited one after the other', async () => {
	const project = await trainedShop('popularity');
	const predictor = new Predictor(project);
	const customer = project.book.customers[3];
	const sheet = (facts: readonly OrderEdit[]) => orderSheet(predictor, customer, facts);
	const first = (facts: readonly OrderEdit[] = []) => sheet(facts).orders.filter(({ order }) => order >= 0)[0];

	it('keep one edit of a thing, the last', () => {
		const order = first();
		const moved = withMoved(withMoved([], order, order.time - 3), order, order.time - 9);
		expect(moved).toEqual([{ kind: 'move-order', order: order.order, time: order.time - 9 }]);
		expect(withAttribute(withAttribute([], 0, 1), 0, 0)).toEqual([{ kind: 'set-attribute', attribute: 0, value: 0 }]);
	});

	it('forget what is taken back', () => {
		const returned = withReturned([], first().lines[0], !first().lines[0].returned);
		expect(returned).toHaveLength(1);
		const [again] = sheet(returned).orders.flatMap(({ lines }) => lines).filter(({ changed }) => changed);
		expect(withReturned(returned, again, !again.returned)).toEqual([]);
		expect(withLine(withoutLine([], first().lines[0]), first().lines[0])).toEqual([]);
		const out = withoutOrder(withMoved(returned, first(), first().time - 1), first());
		expect(out).toEqual([{ kind: 'remove-order', order: first().order }]);
		expect(asItWas(out, first())).toEqual([]);
	});

	it('tell an added order by identity, whatever was taken back before it', () => {
		const facts = withOrder(withOrder([], 100, [line]), 200, [line]);
		const left = withAdded(facts, facts[0], undefined);
		expect(withAdded(left, facts[1], { kind: 'add-order', time: 300, lines: [line] })).toEqual([{ kind: 'add-order', time: 300, lines: [line] }]);
	});

	it('can be made in any order: there always are orders that they describe', () => {
		for (let seed = 0; seed < 30; seed++) {
			const random = new Random(seed);
			let facts: readonly OrderEdit[] = [];
			for (let i = 0; i < 12; i++) {
				const { orders, to } = sheet(facts);
				const order = orders[random.integer(orders.length)];
				const added = order.edit === undefined ? undefined : facts[order.edit];
				const at = order.lines[random.integer(order.lines.length)];
				const choice = random.integer(7);
				if (choice === 0) facts = withOrder(facts, to - random.integer(50), [line, { ...line, product: 1 }]);
				else if (added) facts = withAdded(facts, added, choice < 3 ? undefined : { kind: 'add-order', time: to, lines: [line] });
				else if (choice === 1) facts = withoutOrder(facts, order);
				else if (choice === 2) facts = asItWas(facts, order);
				else if (order.removed) facts = at.removed ? withLine(facts, at) : facts;
				else if (choice === 3) facts = withMoved(facts, order, order.time - 1);
				else if (choice === 4) facts = withReturned(facts, at, !at.returned);
				else if (choice === 5) facts = at.removed ? withLine(facts, at) : withoutLine(facts, at);
				else facts = withAttribute(facts, 0, random.integer(2));
				expect(() => editOrders(project.book, 3, facts)).not.toThrow();
			}
		}
	});
});
