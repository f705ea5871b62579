import type { Failure } from '../core/errors.js';

/** What a report says besides the failure. */
export interface Surroundings {
	/** Path of the page, without its query. */
	readonly page: string;
	readonly version: string;
	readonly browser: string;
	readonly isolated: boolean;
	readonly online: boolean;
	readonly time: string;
}

/**
 * A report of a failure that a person can read and copy, with no data in it: of the facts numbers and flags as they
 * are, of texts their length only; of messages no quoted part; of the stack names of our files, lines and columns.
 */
export function errorReport({ code, facts }: Failure, around: Surroundings, stack = ''): string {
	const places = [...stack.matchAll(/\/(_app\/[\w./-]+:\d+:\d+)/g)].map((match) => match[1]);
	return [
		`code: ${code}`,
		...Object.entries(facts).map(([name, fact]) => `${name}: ${name === 'message' ? withoutQuotes(String(fact)) : bare(fact)}`),
		`page: ${around.page}`,
		`version: ${around.version}`,
		`browser: ${around.browser}`,
		`isolated: ${around.isolated}, online: ${around.online}`,
		`time: ${around.time}`,
		...places.slice(0, 12).map((place) => `at ${place}`)
	].join('\n');
}

/** What is around now. Only in a browser. */
export function surroundings(version: string): Surroundings {
	return {
		page: location.pathname,
		version,
		browser: navigator.userAgent,
		isolated: crossOriginIsolated,
		online: navigator.onLine,
		time: new Date().toISOString()
	};
}

function bare(fact: Failure['facts'][string]): string {
	if (typeof fact === 'string') return `(text of ${fact.length} letters)`;
	if (typeof fact === 'object') return `(${fact.length} texts)`;
	return String(fact);
}

/** A message without what stands in quotes in it, where a program would put what it was working on; at most 200 letters. */
function withoutQuotes(message: string): string {
	return message.replace(/"[^"]*("|$)|'[^']*('|$)|“[^”]*(”|$)|`[^`]*(`|$)/g, '…').slice(0, 200);
}
