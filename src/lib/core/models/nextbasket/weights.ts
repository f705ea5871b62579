import { CANDIDATES, PAIRS } from './pairs.js';

/** About how long each part takes, for the bar alone: a fit and a ranking of as many pairs as there may be. */
export const WEIGHTS = { histories: 1, habits: 10, count: 9, pairs: 9, judging: 5, fit: 53, rank: 8 } as const;

/** Of a fit of so many pairs. */
export const fitWeight = (rows: number): number => WEIGHTS.fit * Math.min(1, rows / PAIRS);

/** Of a ranking for so many customers. */
export const rankWeight = (customers: number): number => (WEIGHTS.rank * CANDIDATES * customers) / PAIRS;
