import type { Direction } from '$lib/core/explanation/types.js';
import type { ImpactRow } from '../words/impact-rows.js';

/** One row of a waterfall: from where to where the probability goes, and why. */
export interface Step {
	readonly key: string;
	readonly label: string;
	/** What the customer has there, and the baseline. */
	readonly note?: string;
	readonly from: number;
	readonly to: number;
	readonly kind: 'start' | 'impact' | 'rest' | 'end';
	readonly direction: Direction;
	/** The parameter behind it. */
	readonly parameter?: string;
}

interface Given {
	readonly baseline: number;
	readonly probability: number;
	/** Strongest first. */
	readonly rows: readonly ImpactRow[];
	readonly names: { readonly baseline: string; readonly customer: string };
	/** So many impacts are shown by themselves, the rest together. */
	readonly limit: number;
}

/** The way from the baseline's probability to the customer's, one impact after the other: each begins where the one before ended. */
export function waterfallSteps({ baseline, probability, rows, names, limit }: Given): Step[] {
	const shown = rows.length > limit + 1 ? rows.slice(0, limit) : rows;
	const steps: Step[] = [{ key: 'start', label: names.baseline, from: baseline, to: baseline, kind: 'start', direction: 'neutral' }];
	let at = baseline;
	const next = (step: Omit<Step, 'from' | 'to'>, impact: number) => {
		steps.push({ ...step, from: at, to: at + impact });
		at += impact;
	};
	for (const { parameter, label, value, baseline: typical, direction, impact } of shown)
		next({ key: parameter, label, note: `${value} · compared with ${typical}`, kind: 'impact', direction, parameter }, impact);
	const rest = rows.slice(shown.length);
	const impact = rest.reduce((sum, row) => sum + row.impact, 0);
	if (rest.length) next({ key: 'rest', label: `${rest.length} weaker ones together`, kind: 'rest', direction: directionOf(impact) }, impact);
	steps.push({ key: 'end', label: names.customer, from: probability, to: probability, kind: 'end', direction: 'neutral' });
	return steps;
}

const directionOf = (impact: number): Direction => (Math.abs(impact) < 5e-4 ? 'neutral' : impact > 0 ? 'positive' : 'negative');

/** The part of the probabilities that the steps use, with some air, and never narrower than `atLeast`. */
export function waterfallDomain(steps: readonly Step[], atLeast = 0.02): [number, number] {
	let [low, high] = [1, 0];
	for (const { from, to } of steps) {
		low = Math.min(low, from, to);
		high = Math.max(high, from, to);
	}
	const missing = Math.max(0, atLeast - (high - low)) / 2;
	const air = Math.max(high - low, atLeast) * 0.06;
	return [Math.max(0, low - missing - air), Math.min(1, high + missing + air)];
}
