import * as v from 'valibot';
import type { BaselineOf } from '../project/cards.js';
import type { ParameterValue } from './types.js';

/** A point of comparison that was edited and given a name. */
export interface SavedBaseline {
	readonly id: string;
	readonly name: string;
	/** The one product that it is for; undefined: any. */
	readonly product?: string;
	/** Where it starts from, and what was changed, by parameter name. */
	readonly of: BaselineOf;
	readonly values: Readonly<Record<string, ParameterValue>>;
}

/** The name under which a project's baselines are kept among the settings. */
export const baselinesKey = (project: string) => `baselines/${project}`;

const text = v.pipe(v.string(), v.nonEmpty());

const savedBaselineSchema = v.object({
	id: text,
	name: v.pipe(v.string(), v.trim(), v.nonEmpty()),
	product: v.optional(text),
	of: v.variant('kind', [
		v.object({ kind: v.literal('average') }),
		v.object({ kind: v.literal('original') }),
		v.object({ kind: v.literal('earlier'), days: v.pipe(v.number(), v.integer(), v.minValue(1)) }),
		v.object({ kind: v.literal('customer'), customer: text })
	]),
	values: v.record(v.string(), v.union([v.pipe(v.number(), v.finite()), v.string()]))
});

/** What was stored as baselines, without what no longer is one. */
export function savedBaselines(stored: unknown): SavedBaseline[] {
	if (!Array.isArray(stored)) return [];
	return stored.flatMap((one) => {
		const found = v.safeParse(savedBaselineSchema, one);
		return found.success ? [found.output] : [];
	});
}
