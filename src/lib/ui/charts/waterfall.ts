import type { Direction } from '$lib/core/explanation/types.js';
import type { ImpactRow } from '../words/impact-rows.js';
import { fold } from './fold.js';

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
	/** So many impacts are shown by themselves at most, the rest together. */
	readonly limit: number;
	/** So many rows at the beginning move more than next to nothing; all unless told. */
	readonly leading?: number;
}

/** The way from the baseline's probability to the customer's, one impact after the other: each begins where the one before ended. */
export function waterfallSteps({ baseline, probability, rows, names, limit, leading }: Given): Step[] {
	const { shown, rest } = fold(rows, limit, leading);
	const steps: Step[] = [{ key: 'start', label: names.baseline, from: baseline, to: baseline, kind: 'start', direction: 'neutral' }];
	let at = baseline;
	const next = (step: Omit<Step, 'from' | 'to'>, impact: number) => {
		steps.push({ ...step, from: at, to: at + impact });
		at += impact;
	};
	for (const { parameter, label, value, baseline: typical, direction, impact } of shown)
		next({ key: parameter, label, note: `${value} · compared with ${typical}`, kind: 'impact', direction, parameter }, impact);
	if (rest) next({ key: 'rest', label: rest.label, kind: 'rest', direction: rest.direction }, rest.impact);
	steps.push({ key: 'end', label: names.customer, from: probability, to: probability, kind: 'end', direction: 'neutral' });
	return steps;
}

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
