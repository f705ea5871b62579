import type { PredictionRecord } from '$lib/core/history/types.js';

export type Show = 'all' | 'shown' | 'not-shown' | 'hypothetical';

/** Records that match every word of the search (in customer, product, model, note or tags) and the choice. */
export function filtered(records: readonly PredictionRecord[], search: string, show: Show): PredictionRecord[] {
	const words = search.toLowerCase().split(/\s+/).filter(Boolean);
	return records.filter((r) => {
		if (show === 'shown' && !r.shown) return false;
		if (show === 'not-shown' && r.shown) return false;
		if (show === 'hypothetical' && !r.hypothetical) return false;
		if (!words.length) return true;
		const text = `${r.customer} ${r.product} ${r.model} ${r.note} ${r.tags.join(' ')}`.toLowerCase();
		return words.every((word) => text.includes(word));
	});
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
export function sorted(records: readonly PredictionRecord[], order: Order): readonly PredictionRecord[] {
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
