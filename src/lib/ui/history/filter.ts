import type { RecordSummary } from '$lib/core/history/summary.js';

export type Show = 'all' | 'shown' | 'not-shown' | 'hypothetical';

/** Records that match every word of the search (in customer, product, model, note or tags) and the choice. */
export function filtered(records: readonly RecordSummary[], search: string, show: Show): RecordSummary[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	return records.filter((r) => {
		if (show === 'shown' && !r.shown) return false;
		if (show === 'not-shown' && r.shown) return false;
		if (show === 'hypothetical' && !r.hypothetical) return false;
		if (!words.length) return true;
		const text = textOf(r);
		return words.every((word) => text.includes(word));
	});
}

const texts = new WeakMap<RecordSummary, string>();

/** What the search looks at, made once. */
function textOf(record: RecordSummary): string {
	const made = texts.get(record);
	if (made !== undefined) return made;
	const { customer, product, productName = '', model, note, tags } = record;
	const text = `${customer} ${product} ${productName} ${model} ${note} ${tags.join(' ')}`.toLowerCase();
	texts.set(record, text);
	return text;
}

export type Order = 'newest' | 'oldest' | 'likeliest' | 'surest' | 'customer';

export const orders: readonly { readonly value: Order; readonly label: string }[] = [
	{ value: 'newest', label: 'Newest first' },
	{ value: 'oldest', label: 'Oldest first' },
	{ value: 'likeliest', label: 'Likeliest first' },
	{ value: 'surest', label: 'Surest first' },
	{ value: 'customer', label: 'By customer' }
];

/** Records, which come newest first, in another order; equal ones stay newest first. */
export function sorted(records: readonly RecordSummary[], order: Order): readonly RecordSummary[] {
	switch (order) {
		case 'newest':
			return records;
		case 'oldest':
			return records.toReversed();
		case 'likeliest':
			return records.toSorted((a, b) => b.probability - a.probability);
		case 'surest':
			return records.toSorted((a, b) => b.confidence - a.confidence);
		case 'customer':
			return records.toSorted((a, b) => (a.customer < b.customer ? -1 : a.customer > b.customer ? 1 : 0));
	}
}
