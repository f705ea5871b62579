import type { Category, Table } from './types.js';
import { means, wordsOf } from './vocabulary.js';

/** What logs of a shop's visitors call a purchase, and what they call the rest. */
const bought = /^(purchase[ds]?|transactions?|buy|bought|sale|sold|order(ed|s)?|(order|checkout)[ _-]?completed?|completed?[ _-]?(order|purchase))$/i;
const looked =
	/^(pv|fav|((page|product|item|detail)[ _-]?)?(views?|viewed|clicks?|clicked|impressions?)|((add(ed)?|product added|remove[d]?|product removed)[ _-]?(to|from)?[ _-]?)?(cart|basket|wish ?list|favou?rites?)|(begin|start(ed)?)[ _-]?checkout|checkout|search(ed)?|visit|browse|session[ _-]?start|like[ds]?)$/i;
/** What became of orders that were never paid. */
const failed = /^(wc-)?(failed|draft|checkout-draft|abandoned|expired|voided|declined|rejected|unpaid|(payment[ _-])?(failed|error)|pending[ _-]payment|fehlgeschlagen|abgebrochen)$/i;
const MOST_VALUES = 50;

/** Rows that tell of something else than a purchase. */
export interface NotPurchases {
	/** [rows] 1 for such a row. */
	readonly rows: Uint8Array;
	/** The column that says so. */
	readonly column: number;
}

/**
 * Finds views, carts and the like in a log of events that holds purchases too, or orders whose payment failed; undefined
 * where there is no such column. What a column says of one line of an order (`order`) goes for all that have no word of
 * their own.
 */
export function notPurchases({ rows, columns }: Table, order: Category | undefined): NotPurchases | undefined {
	for (const [column, { name, cells }] of columns.entries()) {
		const idle = idleValues(name, cells.values);
		if (!idle) continue;
		const marked = new Uint8Array(rows);
		const lost = new Uint8Array(order?.values.length ?? 0);
		for (let row = 0; row < rows; row++) {
			const code = cells.codes[row];
			if (code < 0 || !idle[code]) continue;
			marked[row] = 1;
			if (order && order.codes[row] >= 0) lost[order.codes[row]] = 1;
		}
		if (order) for (let row = 0; row < rows; row++) if (cells.codes[row] < 0 && order.codes[row] >= 0 && lost[order.codes[row]]) marked[row] = 1;
		return { rows: marked, column };
	}
	return undefined;
}

function idleValues(name: string, values: readonly string[]): boolean[] | undefined {
	if (values.length < 2 || values.length > MOST_VALUES) return undefined;
	if (values.some((value) => bought.test(value)) && values.some((value) => looked.test(value))) return values.map((value) => !bought.test(value));
	return means(wordsOf(name), 'status') && values.some((value) => failed.test(value)) ? values.map((value) => failed.test(value)) : undefined;
}
