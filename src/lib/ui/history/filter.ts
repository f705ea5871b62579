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
