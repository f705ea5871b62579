import { LikelyError } from '../errors.js';
import type { Examples } from '../features/types.js';
import { asked } from './asked.js';
import { CLIP } from './loss.js';
import { benjaminiHochberg, normalOfT, normalTail } from './normal.js';
import { segmentsOf } from './slice-conditions.js';
import type { Segment } from './slice-conditions.js';
import type { Slice, SliceReport } from './types.js';
import { Z95 } from './wilson.js';

/** Fewest customers within a slice, and outside it. */
const FEWEST = 30;
/** Slices of two conditions that are kept at most. */
const CROSSED = 20;

/**
 * Finds the segments of held-out customers where a model does worse than on the others (after Chung et al. 2019, Slice
 * Finder): `add` the probabilities of every row once, in order, then `report`. Everything is summed per customer, so
 * that all pairs of one stay together. A pair of probability p that came out as y has (p − y) × logit p more log loss
 * than expected of p; unlike the loss itself it is not higher for customers who buy often.
 */
export class SliceTally {
	readonly #examples: Examples;
	readonly #labels: (row: number) => Uint8Array;
	readonly #sums: Sums;
	#rows = 0;

	/** Throws `evaluation.no_labels` where the answers are not known. */
	constructor(examples: Examples) {
		this.#examples = examples;
		this.#labels = asked(examples);
		const each = () => new Float64Array(examples.book.customers.length);
		this.#sums = { pairs: each(), loss: each(), excess: each(), predicted: each(), bought: each() };
	}

	/** The next rows. p: [added rows × products]. */
	add(p: Float32Array): void {
		const products = this.#examples.book.products.length;
		const { pairs, loss, excess, predicted, bought } = this.#sums;
		for (let offset = 0; offset < p.length; offset += products, this.#rows++) {
			const mark = this.#labels(this.#rows);
			const sums = [0, 0, 0, 0, 0];
			for (let j = 0; j < products; j++) {
				if (mark[j] === 2) continue;
				const q = Math.max(CLIP, Math.min(1 - CLIP, p[offset + j]));
				const [yes, no] = [Math.log(q), Math.log(1 - q)];
				sums[0]++;
				sums[1] -= mark[j] ? yes : no;
				sums[2] += (q - mark[j]) * (yes - no);
				sums[3] += q;
				sums[4] += mark[j];
			}
			const customer = this.#examples.customer[this.#rows];
			[pairs, loss, excess, predicted, bought].forEach((of, i) => (of[customer] += sums[i]));
		}
	}

	/** Throws `evaluation.rows` {expected, added} where rows are missing. */
	report(): SliceReport {
		const { rows } = this.#examples;
		if (this.#rows !== rows) throw new LikelyError('evaluation.rows', { expected: rows, added: this.#rows });
		const everybody = Int32Array.from(this.#sums.pairs.keys()).filter((c) => this.#sums.pairs[c] > 0);
		const test = (segments: readonly Segment[]) => testSlice(this.#sums, everybody, segments);
		const segments = segmentsOf(this.#examples);
		const single = segments.flatMap((segment) => {
			const found = test([segment]);
			return found ? [{ segment, found }] : [];
		});
		const double = single.flatMap((a, i) =>
			single.slice(i + 1).flatMap((b) => {
				const crossed = a.segment.crossed && b.segment.crossed && a.segment.condition.feature !== b.segment.condition.feature;
				const found = crossed ? test([a.segment, b.segment]) : undefined;
				return found ? [{ found, surer: found.p_value < Math.min(a.found.p_value, b.found.p_value) }] : [];
			})
		);
		const all = [...single.map(({ found }) => ({ found, surer: true })), ...double];
		const q = benjaminiHochberg(all.map(({ found }) => found.p_value));
		const surest = (a: Slice, b: Slice) => a.q_value - b.q_value || a.p_value - b.p_value;
		const adjusted = all.map(({ found, surer }, i) => ({ slice: { ...found, q_value: q[i] }, surer })).filter(({ surer }) => surer);
		const slices = adjusted.map(({ slice }) => slice).sort(surest);
		const kept = new Set(slices.filter(({ conditions }) => conditions.length > 1).slice(0, CROSSED));
		return { tested: all.length, slices: slices.filter((slice) => slice.conditions.length === 1 || kept.has(slice)) };
	}
}

/** [customers] of the book. */
interface Sums {
	readonly pairs: Float64Array;
	readonly loss: Float64Array;
	readonly excess: Float64Array;
	readonly predicted: Float64Array;
	readonly bought: Float64Array;
}

/** A slice against the other customers; undefined where either has too few. */
function testSlice(sums: Sums, everybody: Int32Array, segments: readonly Segment[]): Omit<Slice, 'q_value'> | undefined {
	const inside = everybody.filter((c) => segments.every(({ holds }) => holds[c]));
	if (inside.length < FEWEST || everybody.length - inside.length < FEWEST) return undefined;
	const outside = everybody.filter((c) => !segments.every(({ holds }) => holds[c]));
	const gap = (c: number) => sums.predicted[c] - sums.bought[c];
	const excess = (c: number) => sums.excess[c];
	const own = { loss: mean(sums, inside, (c) => sums.loss[c]), excess: mean(sums, inside, excess), gap: mean(sums, inside, gap) };
	const worse = normalTail(difference(own.excess, mean(sums, outside, excess)));
	const off = 2 * normalTail(Math.abs(difference(own.gap, mean(sums, outside, gap))));
	return {
		conditions: segments.map(({ condition }) => condition),
		customers: inside.length,
		pairs: inside.reduce((sum, c) => sum + sums.pairs[c], 0),
		...{ log_loss: own.loss.mean, log_loss_low: own.loss.low, log_loss_high: own.loss.high },
		...{ excess: own.excess.mean, excess_low: own.excess.low, excess_high: own.excess.high },
		predicted: mean(sums, inside, (c) => sums.predicted[c]).mean,
		bought: mean(sums, inside, (c) => sums.bought[c]).mean,
		...{ gap: own.gap.mean, gap_low: own.gap.low, gap_high: own.gap.high },
		p_value: Math.min(1, 2 * Math.min(worse, off))
	};
}

interface Mean {
	readonly mean: number;
	/** Squared standard error, and the customers that it is from. */
	readonly variance: number;
	readonly customers: number;
	readonly low: number;
	readonly high: number;
}

/** A mean per pair with its error over customers: that of a ratio of two sums (Cochran 1977, 6.3). */
function mean({ pairs }: Sums, customers: Int32Array, value: (customer: number) => number): Mean {
	let [sum, count] = [0, 0];
	for (const c of customers) {
		sum += value(c);
		count += pairs[c];
	}
	const ratio = sum / count;
	let squares = 0;
	for (const c of customers) squares += (value(c) - ratio * pairs[c]) ** 2;
	const variance = (squares / count ** 2) * (customers.length / (customers.length - 1));
	const half = Z95 * Math.sqrt(variance);
	return { mean: ratio, variance, customers: customers.length, low: ratio - half, high: ratio + half };
}

/** How many standard errors two means are apart, as a normal variable (Welch 1947). */
function difference(a: Mean, b: Mean): number {
	const variance = a.variance + b.variance;
	if (variance === 0) return 0;
	const freedom = variance ** 2 / (a.variance ** 2 / (a.customers - 1) + b.variance ** 2 / (b.customers - 1));
	return normalOfT((a.mean - b.mean) / Math.sqrt(variance), freedom);
}
