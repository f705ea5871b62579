import type { Explanation, Impact } from '../explanation/types.js';

/** Digits far below what a probability means, and above where logarithms of two engines differ. */
const GRAIN = 1e9;

/** Baseline and impacts as an answer tells them, to nine decimals: the same bodies from a browser and from a command line. */
export function told({ baseline, impacts }: Explanation): { readonly baseline: number; readonly impacts: readonly Impact[] } {
	return { baseline: rounded(baseline), impacts: impacts.map((one) => ({ ...one, impact: rounded(one.impact) })) };
}

/** No negative zero: JSON has none. */
function rounded(value: number): number {
	return Math.round(value * GRAIN) / GRAIN + 0;
}
