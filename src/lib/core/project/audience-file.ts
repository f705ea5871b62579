import { toCsv } from '../data/csv.js';
import { nameOf } from '../data/name-of.js';
import type { Reachable } from '../recommendation/match-file.js';
import { audienceRows } from './audience.js';
import type { AudienceFileKind, AudienceRequest, AudienceRow } from './cards.js';
import type { Predictor } from './predictor.js';

/** Between the products of one cell. */
export const BETWEEN = '; ';
export const GROUPS = { shown: 'ad', heldBack: 'held_back' } as const;

/**
 * An audience as CSV with every cell safe to open in a spreadsheet; best first. `ads`: a line per customer and product.
 * `customers`: a line per customer with all their products. `held-back`: the customers of the list who are not shown
 * anything. Each line says its group and what the question was, so that the list can be measured later by itself, and
 * where products are codes, in its last column, what they are called.
 * Throws as `audience` does.
 */
export function audienceFile(predictor: Predictor, request: AudienceRequest, kind: AudienceFileKind): { text: string; rows: number } {
	const rows = audienceRows(predictor, request);
	const { question } = predictor.card;
	const day = new Date((predictor.examples.book.to + 1) * 86_400_000).toISOString().slice(0, 10);
	const asked = [day, question.kind === 'next' ? question.horizon : ''];
	const { productNames: names } = predictor;
	const groupOf = (row: AudienceRow) => (row.heldBack ? GROUPS.heldBack : GROUPS.shown);
	if (kind === 'held-back') {
		const customers = [...new Set(rows.filter((row) => row.heldBack).map(({ customer }) => customer))];
		return { text: toCsv(['customer_id'], customers.map((customer) => [customer])), rows: customers.length };
	}
	const rounded = (value: number) => Number(value.toFixed(6));
	if (kind === 'ads') {
		const money = request.terms !== undefined;
		const header = ['customer_id', 'product', 'probability', 'probability_low', 'probability_high', ...(money ? ['expected_profit'] : []), 'group', 'as_of', 'horizon_days', ...(names ? ['product_name'] : [])];
		const lines = rows.map((row) => {
			const { low, high } = predictor.intervals.of(row.probability);
			return [row.customer, row.product, ...[row.probability, low, high].map(rounded), ...(money ? [rounded(row.profit ?? NaN)] : []), groupOf(row), ...asked, ...(names ? [nameOf(predictor, row.product)] : [])];
		});
		return { text: toCsv(header, lines), rows: lines.length };
	}
	const byCustomer = new Map<string, AudienceRow[]>();
	for (const row of rows) byCustomer.set(row.customer, [...(byCustomer.get(row.customer) ?? []), row]);
	const lines = Array.from(byCustomer, ([customer, own]) => [
		customer,
		own.map(({ product }) => product).join(BETWEEN),
		own.length,
		rounded(Math.max(...own.map(({ probability }) => probability))),
		groupOf(own[0]),
		...asked,
		...(names ? [own.map(({ product }) => nameOf(predictor, product) || product).join(BETWEEN)] : [])
	]);
	return { text: toCsv(['customer_id', 'products', 'ads', 'highest_probability', 'group', 'as_of', 'horizon_days', ...(names ? ['product_names'] : [])], lines), rows: lines.length };
}

/** How each customer who is shown an ad can be reached, once each. A customer id that is an e-mail address is one. */
export function reachableOf(predictor: Predictor, request: AudienceRequest): Reachable[] {
	const { book } = predictor.examples;
	const index = new Map(book.customers.map((name, c) => [name, c]));
	const shown = new Set(audienceRows(predictor, request).flatMap((row) => (row.heldBack ? [] : [row.customer])));
	return Array.from(shown, (customer) => {
		const c = index.get(customer) ?? -1;
		return { email: book.contacts?.email?.[c] || customer, phone: book.contacts?.phone?.[c] ?? '' };
	});
}
