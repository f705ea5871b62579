import { wilsonInterval } from '../evaluation/wilson.js';

export interface Uplift {
	/** Rate among those who were shown the ad, and among those kept back. */
	readonly shown: number;
	readonly heldBack: number;
	/** shown − heldBack with its 95 % interval. */
	readonly difference: number;
	readonly low: number;
	readonly high: number;
}

/**
 * What the ads changed: the difference of two rates, with Newcombe's hybrid score interval (1998). Numbers are
 * purchases and customers of both groups. Probabilities say who buys; only this says who bought because of an ad.
 */
export function upliftOf(shownBought: number, shownCustomers: number, heldBought: number, heldCustomers: number): Uplift {
	const shown = shownBought / shownCustomers;
	const heldBack = heldBought / heldCustomers;
	const a = wilsonInterval(shownBought, shownCustomers);
	const b = wilsonInterval(heldBought, heldCustomers);
	const difference = shown - heldBack;
	return {
		shown,
		heldBack,
		difference,
		low: difference - Math.hypot(shown - a.low, b.high - heldBack),
		high: difference + Math.hypot(a.high - shown, heldBack - b.low)
	};
}
