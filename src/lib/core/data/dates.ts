import { parseTime, splitTriple } from './parse-time.js';
import type { DateParts } from './parse-time.js';
import type { DateOrder } from './types.js';

export { parseTime } from './parse-time.js';

/** What a column of dates says about how it is written. */
export interface DateEvidence {
	readonly order: DateOrder;
	/** Nothing in the column tells day from month: ask. */
	readonly ambiguous: boolean;
	/** Which evidence decided: a year first; a number over 12; the file's own order in time; nothing but habit. */
	readonly reason: 'year_first' | 'over_12' | 'sequence' | 'unwritten' | 'habit';
	/** Share of the values that can be read in this order. */
	readonly readable: number;
	/** Some values can only be read against the order that most have: two conventions in one column. */
	readonly mixed: boolean;
	/** Separators in use, most frequent first. */
	readonly styles: readonly string[];
	/** A few values that could be read in two ways, or, if none, a few that were read. */
	readonly examples: readonly string[];
}

const MOST_VALUES = 20_000;

/**
 * Decides how the dates of a column are written from all its values at once (distinct values, in the order of the
 * file): 27-05-2015 anywhere in it means that 1/2/2015 is the first of February. Without a number over 12 the file's
 * own order decides, if read one way it ascends (or descends) and the other way it does not. What remains is a habit
 * (day first; month first with a slash), and is said to be ambiguous.
 */
export function detectDateOrder(values: readonly string[]): DateEvidence {
	const step = Math.max(1, Math.ceil(values.length / MOST_VALUES));
	const sample = step === 1 ? values : values.filter((_, i) => i % step === 0);
	const parts = sample.map(splitTriple).filter((part) => part !== undefined);
	const styles = byFrequency(parts.map((part) => part.separator));
	const examples = sample.filter((value) => isTwoWays(value)).slice(0, 5);
	const finish = (order: DateOrder, reason: DateEvidence['reason'], mixed = false): DateEvidence => {
		const readable = sample.filter((value) => !Number.isNaN(parseTime(value, order)));
		return {
			order,
			ambiguous: reason === 'habit',
			reason,
			readable: sample.length ? readable.length / sample.length : 0,
			mixed,
			styles,
			examples: examples.length ? examples : readable.slice(0, 5)
		};
	};

	const open = parts.filter((part) => !part.yearFirst);
	if (open.length === 0) return finish('ymd', parts.length ? 'year_first' : 'unwritten');
	if (isShortYearFirst(open)) return finish('ymd', 'over_12');

	const dayFirst = open.filter((part) => part.a > 12 && part.b <= 12).length;
	const monthFirst = open.filter((part) => part.b > 12 && part.a <= 12).length;
	if (dayFirst !== monthFirst) {
		const order = dayFirst > monthFirst ? 'dmy' : 'mdy';
		return finish(order, 'over_12', Math.min(dayFirst, monthFirst) > 0);
	}
	if (open.every((part) => part.a === part.b)) return finish('dmy', 'over_12');
	const sequence = byTheirOrder(sample);
	if (sequence) return finish(sequence, 'sequence', dayFirst > 0);
	return finish(styles[0] === '/' ? 'mdy' : 'dmy', 'habit', dayFirst > 0);
}

/** Whether a text names two different days, one per order. */
function isTwoWays(text: string): boolean {
	const parts = splitTriple(text);
	return parts !== undefined && !parts.yearFirst && parts.a <= 12 && parts.b <= 12 && parts.a !== parts.b;
}

/** 16-11-08, with the year in front: the last number goes beyond 12 and varies, the first hardly does. */
function isShortYearFirst(parts: readonly DateParts[]): boolean {
	if (parts.some((part) => part.yearLast)) return false;
	const last = parts.map((part) => part.c);
	if (Math.max(...range(last)) > 31 || Math.max(...range(parts.map((part) => part.b))) > 12) return false;
	return new Set(last).size > 12 && new Set(parts.map((part) => part.a)).size < new Set(last).size / 2;
}

function range(values: readonly number[]): [number, number] {
	return values.reduce<[number, number]>(([low, high], v) => [Math.min(low, v), Math.max(high, v)], [Infinity, -Infinity]);
}

/** The order in which the values ascend or descend steadily, if in the other they do not. */
function byTheirOrder(values: readonly string[]): DateOrder | undefined {
	const steady = (order: DateOrder): number => {
		const times = values.map((value) => parseTime(value, order)).filter((time) => !Number.isNaN(time));
		let up = 0;
		let down = 0;
		for (let i = 1; i < times.length; i++) {
			if (times[i] > times[i - 1]) up++;
			else if (times[i] < times[i - 1]) down++;
		}
		return up + down < 8 ? 0 : Math.max(up, down) / (up + down);
	};
	const dmy = steady('dmy');
	const mdy = steady('mdy');
	// A month read as a day still runs forward within itself: only the steps back between months tell.
	const clear = (a: number, b: number): boolean => a >= 0.98 && 1 - b >= 4 * (1 - a) + 0.02;
	if (clear(dmy, mdy)) return 'dmy';
	if (clear(mdy, dmy)) return 'mdy';
	return undefined;
}

function byFrequency(items: readonly string[]): string[] {
	const counts = new Map<string, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return [...counts].sort((a, b) => b[1] - a[1]).map(([item]) => item);
}
