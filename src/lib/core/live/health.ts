import type { FeatureDrift } from '../history/drift.js';
import type { LiveCalibration } from './calibration.js';
import type { LiveTally } from './session.js';

/** Why it is worth training anew; none: it is not. */
export type RetrainReason = 'many_orders' | 'unknown_products' | 'drift' | 'calibration';

/**
 * Reasons to train anew: a tenth more orders than were learned from; one in fifty new lines of a product that the model
 * does not know; a feature with large drift; or, where it can be judged, purchases beyond three standard deviations from
 * what was expected (Poisson) and a tenth of it.
 */
export function retrainReasons(tally: LiveTally, learnedOrders: number, drift: readonly FeatureDrift[], calibration: LiveCalibration): RetrainReason[] {
	const reasons: RetrainReason[] = [];
	if (tally.taken >= 0.1 * learnedOrders) reasons.push('many_orders');
	if (tally.taken >= 50 && tally.unknownLines >= 0.02 * (tally.bought + tally.unknownLines)) reasons.push('unknown_products');
	if (drift.some(({ level }) => level === 'large')) reasons.push('drift');
	if (calibration.state === 'judged' && isOff(calibration.expected, calibration.happened)) reasons.push('calibration');
	return reasons;
}

/** Needs a hundred purchases, expected or made, to tell. */
function isOff(expected: number, happened: number): boolean {
	return Math.max(expected, happened) >= 100 && Math.abs(happened - expected) > 3 * Math.sqrt(expected) + 0.1 * expected;
}
