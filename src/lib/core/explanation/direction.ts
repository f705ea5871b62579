import type { Direction } from './types.js';

/** Half of the last shown digit, a tenth of a probability point: an impact up to this reads as none. */
export const NEUTRAL = 5e-4;

/** positive above, negative below; within ±neutral, the borders included, neutral. */
export function directionOf(impact: number, neutral = 0): Direction {
	if (Math.abs(impact) <= neutral) return 'neutral';
	return impact > 0 ? 'positive' : 'negative';
}
