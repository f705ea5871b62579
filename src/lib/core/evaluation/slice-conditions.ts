import type { Examples } from '../features/types.js';
import type { SliceCondition } from './types.js';

/** A condition and whom it holds for, [customers of the book]. */
export interface Segment {
	readonly condition: SliceCondition;
	readonly holds: Uint8Array;
	/** Whether it may be one of two. */
	readonly crossed: boolean;
}

/** Numbers that segments of two conditions are made of, beside categories and flags: new against old, few against many. */
const CROSSED = ['total_orders', 'tenure_days', 'total_spent', 'days_since_last_order'];
const MOST_WORDS = 30;

/**
 * The segments that customers fall into: each word of a category, each side of a flag, the lower and the upper third of
 * a number, and having no value. A customer of several rows counts by the last one.
 */
export function segmentsOf({ features, x, rows, customer, book }: Examples): Segment[] {
	const width = features.customer.length;
	const lastRow = new Int32Array(book.customers.length).fill(-1);
	for (let row = 0; row < rows; row++) lastRow[customer[row]] = row;
	return features.customer.flatMap(({ name, kind, values: words }, c): Segment[] => {
		const value = (row: number) => x[row * width + c];
		const segment = (is: SliceCondition['is'], test: (v: number) => boolean, of?: number | string): Segment => ({
			condition: { feature: name, is, ...(of !== undefined && { value: of }) },
			holds: Uint8Array.from(lastRow, (row) => (row >= 0 && test(value(row)) ? 1 : 0)),
			crossed: kind !== 'number' || CROSSED.includes(name)
		});
		const missing = segment('missing', Number.isNaN);
		if (kind === 'flag') return [segment('yes', (v) => v === 1), segment('no', (v) => v === 0), missing];
		if (kind === 'category') {
			const counts = new Map<number, number>();
			for (const row of lastRow) if (row >= 0) counts.set(value(row), (counts.get(value(row)) ?? 0) + 1);
			const most = [...counts.keys()].filter((code) => code >= 0).sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || a - b);
			return [...most.slice(0, MOST_WORDS).map((code) => segment('word', (v) => v === code, words?.[code] ?? '')), missing];
		}
		const known = Float32Array.from(lastRow.filter((row) => row >= 0), value).filter((v) => !Number.isNaN(v)).sort();
		if (!known.length || known[0] === known[known.length - 1]) return [missing];
		const low = known[Math.floor((known.length - 1) / 3)];
		const high = known[Math.ceil(((known.length - 1) * 2) / 3)];
		if (low === high) {
			// Most have this one value: the rest lie below it, or above.
			const [below, above] = [known.findLast((v) => v < low), known.find((v) => v > high)];
			return [
				...(below === undefined ? [] : [segment('at most', (v) => v <= below, below)]),
				...(above === undefined ? [] : [segment('at least', (v) => v >= above, above)]),
				missing
			];
		}
		return [segment('at most', (v) => v <= low, low), segment('at least', (v) => v >= high, high), missing];
	});
}
