import { populationStability } from '../history/drift.js';
import type { Examples } from '../features/types.js';
import type { LiveTally } from './session.js';

/** How far today's customers differ from those that the model learned from, in one feature. */
export interface FeatureDrift {
	readonly feature: string;
	/** Population stability index, and what chance alone would show. */
	readonly psi: number;
	readonly expected: number;
	/** After what chance explains (its mean and two standard deviations): below .1, up to .25, above (the usual reading). */
	readonly level: 'stable' | 'moderate' | 'large';
}

const BINS = 10;
const calendar: ReadonlySet<string> = new Set(['month', 'days_since_first_order']);

/**
 * Drift of every customer feature between two sets of snapshots with the same features, largest first: numbers in
 * deciles of `before`, a missing value as a class of its own. Features that move with the calendar alone
 * are left out.
 */
export function featureDrift(before: Examples, now: Examples): FeatureDrift[] {
	if (!before.rows || !now.rows) return [];
	const width = before.features.customer.length;
	return before.features.customer
		.flatMap(({ name, kind }, j): FeatureDrift[] => {
			if (calendar.has(name)) return [];
			const column = ({ rows, x }: Examples) => Float32Array.from({ length: rows }, (_, r) => x[r * width + j]);
			const [learned, current] = [column(before), column(now)];
			const edges = kind === 'number' ? deciles(learned) : undefined;
			const classOf = (value: number) => (Number.isNaN(value) ? 'missing' : String(edges ? edges.filter((edge) => value > edge).length : value));
			const { psi, expected } = populationStability(Array.from(learned, classOf), Array.from(current, classOf));
			// Under no drift PSI / (1/n + 1/m) is close to a chi-squared of as many degrees of freedom as its mean.
			const unit = 1 / learned.length + 1 / current.length;
			const beyond = psi - expected - 2 * Math.sqrt(2 * expected * unit);
			return [{ feature: name, psi, expected, level: beyond < 0.1 ? 'stable' : beyond <= 0.25 ? 'moderate' : 'large' }];
		})
		.sort((a, b) => b.psi - b.expected - (a.psi - a.expected));
}

function deciles(values: Float32Array): number[] {
	const known = values.filter((value) => !Number.isNaN(value)).sort();
	return [...new Set(Array.from({ length: BINS - 1 }, (_, i) => known[Math.floor(((i + 1) / BINS) * (known.length - 1))]))];
}

/** Why it is worth training anew; none: it is not. */
export type RetrainReason = 'many_orders' | 'unknown_products' | 'drift' | 'calibration';

/**
 * Reasons to train anew: a tenth more orders than were learned from; one in fifty new lines of a product that the model
 * does not know; a feature with large drift; or, for `next-order`, purchases beyond three standard deviations from what
 * was expected (Poisson).
 */
export function retrainReasons(tally: LiveTally, learnedOrders: number, drift: readonly FeatureDrift[]): RetrainReason[] {
	const reasons: RetrainReason[] = [];
	if (tally.taken >= 0.1 * learnedOrders) reasons.push('many_orders');
	if (tally.taken >= 50 && tally.unknownLines >= 0.02 * (tally.bought + tally.unknownLines)) reasons.push('unknown_products');
	if (drift.some(({ level }) => level === 'large')) reasons.push('drift');
	if (tally.happened >= 100 && Math.abs(tally.happened - tally.expected) > 3 * Math.sqrt(tally.expected) + 0.1 * tally.expected) reasons.push('calibration');
	return reasons;
}
