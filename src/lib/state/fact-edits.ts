import type { NewLine, OrderEdit, SheetLine, SheetOrder } from '../core/project/cards.js';

type Facts = readonly OrderEdit[];
type AddOrder = Extract<OrderEdit, { kind: 'add-order' }>;

/** Facts with one more order. */
export function withOrder(facts: Facts, time: number, lines: readonly NewLine[]): Facts {
	return [...facts, { kind: 'add-order', time, lines }];
}

/** An added order becomes another, or, undefined, is taken back. It is told by identity. */
export function withAdded(facts: Facts, added: OrderEdit, to: AddOrder | undefined): Facts {
	return facts.flatMap((edit) => (edit !== added ? [edit] : to ? [to] : []));
}

/** An order of the data on another day. */
export function withMoved(facts: Facts, { order }: SheetOrder, time: number): Facts {
	return [...facts.filter((edit) => !(edit.kind === 'move-order' && edit.order === order)), { kind: 'move-order', order, time }];
}

/** An order of the data as if it had not been placed; what else was changed about it is forgotten. */
export function withoutOrder(facts: Facts, order: SheetOrder): Facts {
	return [...asItWas(facts, order), { kind: 'remove-order', order: order.order }];
}

/** An order of the data as it really was. */
export function asItWas(facts: Facts, { order, lines }: SheetOrder): Facts {
	const own = new Set(lines.map(({ line }) => line));
	return facts.filter((edit) => {
		if (edit.kind === 'move-order' || edit.kind === 'remove-order') return edit.order !== order;
		if (edit.kind === 'return-line' || edit.kind === 'remove-line') return !own.has(edit.line);
		return true;
	});
}

/** A line of the data returned or kept. A second change of the same line is the way back. */
export function withReturned(facts: Facts, { line, changed }: SheetLine, returned: boolean): Facts {
	const others = facts.filter((edit) => !(edit.kind === 'return-line' && edit.line === line));
	return changed ? others : [...others, { kind: 'return-line', line, returned }];
}

/** A line of the data as if it had not been in its order, or back in it. */
export function withoutLine(facts: Facts, { line }: SheetLine): Facts {
	return [...facts.filter((edit) => !((edit.kind === 'return-line' || edit.kind === 'remove-line') && edit.line === line)), { kind: 'remove-line', line }];
}
export function withLine(facts: Facts, { line }: SheetLine): Facts {
	return facts.filter((edit) => !(edit.kind === 'remove-line' && edit.line === line));
}

/** Another word for the customer: a region. */
export function withAttribute(facts: Facts, attribute: number, value: number): Facts {
	return [...facts.filter((edit) => !(edit.kind === 'set-attribute' && edit.attribute === attribute)), { kind: 'set-attribute', attribute, value }];
}
