import { LikelyError } from '../errors.js';
import type { Examples } from '../features/types.js';

/**
 * A reader of dense label rows: `asked(examples)(row)` is [products] with 1 bought, 0 not, 2 not asked (ignored pairs).
 * The array is used again by the next call. Throws `evaluation.no_labels` where the answers are not known.
 */
export function asked(examples: Examples): (row: number) => Uint8Array {
	const { labels, entries, entryIgnored } = examples;
	if (!labels) throw new LikelyError('evaluation.no_labels');
	const mark = new Uint8Array(examples.book.products.length);
	let last = -1;
	return (row) => {
		if (last >= 0) {
			for (let i = labels.start[last]; i < labels.start[last + 1]; i++) mark[labels.product[i]] = 0;
			for (let i = entries.start[last]; i < entries.start[last + 1]; i++) mark[entries.product[i]] = 0;
		}
		for (let i = labels.start[row]; i < labels.start[row + 1]; i++) mark[labels.product[i]] = 1;
		if (entryIgnored)
			for (let i = entries.start[row]; i < entries.start[row + 1]; i++)
				if (entryIgnored[i]) mark[entries.product[i]] = 2;
		last = row;
		return mark;
	};
}
