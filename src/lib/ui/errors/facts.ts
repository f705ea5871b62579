import type { Failure } from '$lib/core/errors.js';
import { bytes, list, whole } from '../words/numbers.js';

export interface Sentence {
	/** What happened. */
	readonly what: string;
	/** What to do next. */
	readonly next: string;
}

export type Facts = Failure['facts'];

export const text = (facts: Facts, name: string): string | undefined => {
	const value = facts[name];
	if (value === undefined) return undefined;
	if (typeof value === 'object') return list(value);
	return typeof value === 'number' ? whole(value) : String(value);
};
/** The first few of a list, as quoted text: “a”, “b”… */
export const some = (facts: Facts, name: string, most = 6): string => {
	const value = facts[name];
	const items = Array.isArray(value) ? value : [String(value ?? '')];
	return items.slice(0, most).map((item) => `“${item}”`).join(', ') + (items.length > most ? '…' : '');
};
export const size = (facts: Facts, name: string): string => (typeof facts[name] === 'number' ? bytes(facts[name]) : 'too much');

/** Facts that mean "this program erred": shown as they are, because no sentence would help. */
export const internal = (facts: Facts): Sentence => ({
	what: 'Something went wrong inside Likely; your data is not the cause.',
	next: `Load the page again and repeat the step. What was stored before is still there.${facts.message ? ` (${facts.message})` : ''}`
});

/** What to say of each code. */
export type Sentences = Readonly<Record<string, (facts: Facts) => Sentence>>;
