import { problem } from './reply.js';
import type { Problem, Reply } from './reply.js';

/** The query of a request: a URLSearchParams, or anything that answers like one. */
export interface Query {
	keys(): Iterable<string>;
	getAll(name: string): string[];
}

/** A problem with the names in a query, where one is not among the known ones or stands twice. */
export function misnamed(query: Query, known: readonly string[]): Reply<Problem> | undefined {
	for (const name of query.keys()) {
		if (!known.includes(name)) {
			const use = known.length > 1 ? `${known.slice(0, -1).join(', ')} and ${known[known.length - 1]}` : known[0];
			return problem(400, 'request.unknown_parameter', known.length ? `There is no parameter ${name}: use ${use}.` : `There is no parameter ${name}: this takes none.`);
		}
		if (query.getAll(name).length > 1) return problem(400, 'request.repeated_parameter', `${name} may be given once only.`);
	}
	return undefined;
}

/** A whole number of a query within bounds, or a problem. */
export function wholeOf(query: Query, name: string, otherwise: number, most: number): number | Reply<Problem> {
	const [text] = query.getAll(name);
	if (text === undefined) return otherwise;
	const value = Number(text);
	if (/^\d+$/.test(text) && value <= most) return value;
	return problem(400, `request.bad_${name}`, `${name} has to be a whole number from 0 to ${most}; it is ${text}.`);
}
