import { nameOf } from '../data/name-of.js';
import type { CustomerQuery, CustomerRow } from './cards.js';
import type { Predictor } from './predictor.js';

/** The searchable, sortable list of all customers. Sorted orders are kept, so that scrolling costs a slice. */
export class CustomerList {
	#threshold = NaN;
	#all: readonly CustomerRow[] = [];
	#key = '';
	#matching: readonly CustomerRow[] = [];

	constructor(readonly predictor: Predictor) {}

	query(query: CustomerQuery, threshold: number): { readonly total: number; readonly rows: readonly CustomerRow[] } {
		if (threshold !== this.#threshold) {
			this.#all = this.predictor.customerRows(threshold);
			this.#threshold = threshold;
			this.#key = '';
		}
		const key = JSON.stringify([query.search, query.sort, query.descending]);
		if (key !== this.#key) {
			this.#matching = sorted(matching(this.#all, query.search, (product) => nameOf(this.predictor, product)), query.sort, query.descending);
			this.#key = key;
		}
		return { total: this.#matching.length, rows: this.#matching.slice(query.offset, query.offset + query.limit) };
	}
}

/** Customers whose id contains the text, or whose most likely product or its name does; case does not matter. */
function matching(rows: readonly CustomerRow[], search: string, called: (product: string) => string): readonly CustomerRow[] {
	const text = search.trim().toLowerCase();
	if (!text) return rows;
	const has = (words: string) => words.toLowerCase().includes(text);
	return rows.filter((row) => has(row.id) || has(row.topProduct) || has(called(row.topProduct)));
}

function sorted(rows: readonly CustomerRow[], by: CustomerQuery['sort'], descending: boolean): readonly CustomerRow[] {
	const sign = descending ? -1 : 1;
	return [...rows].sort((a, b) => {
		const order = by === 'id' ? compareText(a.id, b.id) : compareNumbers(a[by], b[by]);
		return sign * order || compareText(a.id, b.id);
	});
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Missing amounts count as lowest. */
const compareNumbers = (a: number, b: number) => (Number.isNaN(a) ? -Infinity : a) - (Number.isNaN(b) ? -Infinity : b) || 0;
