import type { RecordSummary } from '$lib/core/history/summary.js';
import { percent } from '../words/numbers.js';
import { moment } from '../words/time.js';
import { filtered } from './filter.js';
import { whoOf } from './who.js';

/** Records that are offered at once. */
const MOST = 50;

/** Records but one that match a text, each with a name of its own. */
export function offered(records: readonly RecordSummary[], text: string, except: string): { readonly id: string; readonly name: string }[] {
	const taken = new Set<string>();
	return filtered(records, text, 'all')
		.filter(({ id }) => id !== except)
		.slice(0, MOST)
		.map(({ id, customer, product, probability, time }) => {
			const plain = `${whoOf({ customer })}, ${product}, ${percent(probability, 0)}, ${moment(time)}`;
			const name = taken.has(plain) ? `${plain} (${id})` : plain;
			taken.add(name);
			return { id, name };
		});
}
