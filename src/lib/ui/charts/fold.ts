import { directionOf, NEUTRAL } from '$lib/core/explanation/direction.js';
import type { Direction } from '$lib/core/explanation/types.js';
import { decimal } from '../words/numbers.js';

/** Impacts that stand for themselves, and the others as one. */
export interface Fold<Row> {
	readonly shown: readonly Row[];
	/** The others together; undefined where there are none. */
	readonly rest?: { readonly label: string; readonly impact: number; readonly direction: Direction };
	/** How the others are asked for where they are all those, and only those, that move next to nothing. */
	readonly labels?: { readonly more: string; readonly less: string };
}

/**
 * The first rows by themselves and the others as one: at most `limit`, and of those only the `leading` ones, which are to
 * have something to tell. A single row is never put in place of another one.
 */
export function fold<Row extends { readonly impact: number }>(rows: readonly Row[], limit: number, leading = rows.length): Fold<Row> {
	const telling = rows.length - leading > 1 ? leading : rows.length;
	const first = Math.min(limit, telling);
	if (rows.length <= first + 1) return { shown: rows };
	const others = rows.slice(first);
	const impact = others.reduce((sum, row) => sum + row.impact, 0);
	const label = first > 0 ? `${others.length} weaker ones together` : `All ${others.length} together`;
	return { shown: rows.slice(0, first), rest: { label, impact, direction: directionOf(impact, NEUTRAL) }, labels: telling <= limit ? labelsOf(others.length) : undefined };
}

function labelsOf(parameters: number) {
	const least = decimal(0.05, 2);
	return {
		more: `Show the ${parameters} parameters that move it by less than ${least} points`,
		less: `Hide the ${parameters} parameters that move it by less than ${least} points`
	};
}
