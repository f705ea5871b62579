import { LikelyError } from '../../errors.js';

/** A JSON object, or one of another format made alike. */
export type Fields = Readonly<Record<string, unknown>>;
type Cell = readonly [name: string, cell: string];

/** Names of lists that hold what was bought. */
const ofLines = /^(line[_-]?items?|items?|lines?|order[_-]?(items?|lines?|details?)|products?|basket|cart|positionen|artikel|articles?|productos|prodotti|lignes?|produits?)$/i;
const ofOrders = /^(orders?|invoices?|transactions?|purchases?|baskets?|visits?|bestellungen|commandes?|pedidos|ordini)$/i;
const DEEPEST = 12;
/** Lines that one record may become. */
const MOST_LINES = 1 << 16;

export function isFields(value: unknown): value is Fields {
	return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !ArrayBuffer.isView(value);
}

/**
 * The order lines in a record: one per element of the list inside it that holds what was bought (and of the lists in
 * those: a customer's orders, an order's items), each with the fields around the list. Fields in objects are named by
 * their path, `customer.id`. Other lists become one cell: their values, or how many there are. Throws file.bomb {lines}.
 */
export function linesOf(record: Fields): Cell[][] {
	const list = listOf(record, 0);
	const name = list && list.path.length === 1 && ofOrders.test(list.path[0]) ? 'customer' : 'order';
	return expand(record, '', list === undefined ? '' : name, 0);
}

interface List {
	readonly path: readonly string[];
	readonly elements: readonly unknown[];
}

/** The list that makes lines of a record: the best named, then the longest of objects. */
function listOf(record: Fields, depth: number): List | undefined {
	let best: List | undefined;
	let bestScore = 0;
	for (const [name, raw] of Object.entries(record)) {
		const value = plain(raw);
		if (Array.isArray(value)) {
			const objects = value.some(isFields);
			const score = (ofLines.test(name) || ofOrders.test(name) ? 4 : 0) + (objects ? 2 : 0);
			if (score < 2 || score < bestScore || (score === bestScore && value.length <= (best?.elements.length ?? 0))) continue;
			best = { path: [name], elements: value };
			bestScore = score;
		} else if (isFields(value) && depth < 3) {
			const inner = listOf(value, depth + 1);
			const score = inner ? (inner.path.some((part) => ofLines.test(part) || ofOrders.test(part)) ? 4 : 0) + 1 : 0;
			if (!inner || score <= bestScore) continue;
			best = { path: [name, ...inner.path], elements: inner.elements };
			bestScore = score;
		}
	}
	return best;
}

/** `own`: what a bare `id` of this record identifies. */
function expand(record: Fields, prefix: string, own: string, depth: number): Cell[][] {
	const list = depth < DEEPEST ? listOf(record, 0) : undefined;
	const cells: Cell[] = [];
	flatten(record, prefix, own, list?.path, 0, cells);
	if (!list || list.elements.length === 0) return [cells];
	const last = list.path[list.path.length - 1];
	const inner = ofOrders.test(last) ? 'order' : 'item';
	const lines: Cell[][] = [];
	for (const element of list.elements) {
		const value = plain(element);
		const node = isFields(value) && isFields(value.node) && Object.keys(value).length <= 2 ? value.node : value;
		const below = isFields(node) ? expand(node, `${inner}.`, '', depth + 1) : [[[ofLines.test(last) ? 'product' : last, textOf(node)] as const]];
		if (lines.length + below.length > MOST_LINES) throw new LikelyError('file.bomb', { lines: lines.length + below.length });
		for (const line of below) lines.push([...cells, ...line]);
	}
	return lines;
}

function flatten(record: Fields, prefix: string, own: string, skip: readonly string[] | undefined, depth: number, into: Cell[]): void {
	for (const [name, raw] of Object.entries(record)) {
		const value = plain(raw);
		const skipped = skip?.[0] === name ? skip : undefined;
		if (isFields(value) && !(skipped && skipped.length === 1)) {
			if (depth < DEEPEST) flatten(value, `${prefix}${name}.`, '', skipped?.slice(1), depth + 1, into);
			continue;
		}
		if (skipped) continue;
		const bare = own !== '' && /^_?id$/i.test(name);
		into.push([bare ? `${own} id` : prefix + name, textOf(value)]);
	}
}

/** What a value says: the date, number or id inside the objects that databases export ({"$date": …}). */
function plain(value: unknown): unknown {
	if (!isFields(value)) return value;
	const entries = Object.entries(value);
	return entries.length === 1 && entries[0][0].startsWith('$') ? plain(entries[0][1]) : value;
}

/** A cell; missing is empty. */
function textOf(value: unknown): string {
	if (value === null || value === undefined) return '';
	if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : dateText(value);
	if (Array.isArray(value)) return value.every((part) => typeof part !== 'object') ? value.join(', ') : String(value.length);
	if (typeof value === 'object') return '';
	return String(value);
}

function dateText(date: Date): string {
	const text = date.toISOString();
	return text.endsWith('T00:00:00.000Z') ? text.slice(0, -14) : text.slice(0, 19).replace('T', ' ');
}
