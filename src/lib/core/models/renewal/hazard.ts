import type { Examples, FeatureSet, OrderBook } from '../../features/types.js';
import type { Coalitions } from '../types.js';
import { fitPace, paceColumns, usualGap } from './pace.js';
import type { Pace, PaceColumns } from './pace.js';

/** The chance of an order by how many usual gaps the last one is ago, whoever the customer is. */
export interface OrderHazard {
	readonly pace: Pace;
	/** Days of the spans that it was learned from. */
	readonly days: number;
	/** Points of the curve: log of the gaps since the last order, ascending, and of the orders per usual gap there. */
	readonly at: readonly number[];
	readonly rate: readonly number[];
	/** By how much the rate falls with the position beyond the last point, 0 or less; hazards that were saved without it stay level. */
	readonly tail?: number;
}

/** Points of the curve, about, and orders and spans that each stands for at least. */
const [POINTS, FEWEST_ORDERS, FEWEST_SPANS] = [40, 10, 50];
/** So far apart points need no more orders than the fewest: few come long after the last one, and how few tells who has left. */
const APART = 0.5;
/** By which a rate is found to the last digits that matter. */
const STEPS = 10;
/** Chances are kept this far off 0 and 1. */
const NEAR = 1e-4;

/**
 * Learns how the rate of orders goes with the time since the last one, in usual gaps: an accelerated failure time
 * model whose hazard is counted, not assumed (events by exposure, in classes with as many orders each, fewer where they
 * are far between; beyond the last it goes on falling as it fell). slots: a row per
 * customer and span of `days`, customer by customer. ordered: [rows] whether there is an order in the span. Undefined
 * where orders are too few.
 */
export function fitHazard(slots: Examples, ordered: ArrayLike<number>, days: number, book: OrderBook): OrderHazard | undefined {
	const columns = hazardColumns(slots.features);
	const pace = columns && fitPace(slots, book);
	if (!pace) return undefined;
	const width = slots.features.customer.length;
	const gap = Float64Array.from({ length: slots.rows }, (_, r) => usualGap(pace, columns, slots.x, r * width));
	const position = gap.map((own, r) => positionOf(slots.x[r * width + columns.since], days, own));
	const rows = Uint32Array.from(position.keys()).sort((a, b) => position[a] - position[b] || a - b);
	const all = rows.reduce((sum, r) => sum + ordered[r], 0);
	const enough = Math.max(FEWEST_ORDERS, all / POINTS);
	if (all < 2 * enough) return undefined;
	const points = classesOf(rows, position, ordered, enough).map((alike): Point => {
		const orders = alike.reduce((sum, own) => sum + ordered[own], 0) + 0.5;
		const exposure = Float64Array.from(alike, (own) => days / gap[own]);
		return { orders, at: alike.reduce((sum, own) => sum + position[own], 0) / alike.length, rate: Math.log(rateOf(orders, exposure)) };
	});
	return { pace, days, at: points.map(({ at }) => at), rate: points.map(({ rate }) => rate), tail: tailOf(points) };
}

/** Consecutive rows with `enough` orders each, or, far apart, the fewest; what is left at the end goes with the last. rows: by position. */
function classesOf(rows: Uint32Array, position: Float64Array, ordered: ArrayLike<number>, enough: number): Uint32Array[] {
	const firsts: number[] = [0];
	let orders = 0;
	rows.forEach((r, i) => {
		const first = firsts[firsts.length - 1];
		orders += ordered[r];
		const needed = position[r] - position[rows[first]] < APART ? enough : FEWEST_ORDERS;
		if (orders < needed || i + 1 - first < FEWEST_SPANS) return;
		firsts.push(i + 1);
		orders = 0;
	});
	const isWhole = orders >= FEWEST_ORDERS && rows.length - firsts[firsts.length - 1] >= FEWEST_SPANS;
	if (!isWhole && firsts.length > 1) firsts.pop();
	return firsts.map((first, i) => rows.subarray(first, firsts[i + 1] ?? rows.length));
}

interface Point {
	readonly at: number;
	readonly rate: number;
	readonly orders: number;
}

/** The slope between the last two points, less its standard error, where it falls. */
function tailOf(points: readonly Point[]): number {
	const [before, last] = points.slice(-2);
	if (points.length < 2 || !(last.at > before.at)) return 0;
	return Math.min(0, (last.rate - before.rate + Math.sqrt(1 / last.orders + 1 / before.orders)) / (last.at - before.at));
}

/** The rate at which as many of the spans as there were are expected to hold an order: one that holds two counts once. */
function rateOf(orders: number, exposure: Float64Array): number {
	const most = Math.min(orders, exposure.length - 0.5);
	let rate = most / exposure.reduce((sum, own) => sum + own, 0);
	for (let step = 0; step < STEPS; step++) rate *= most / exposure.reduce((sum, own) => sum + 1 - Math.exp(-rate * own), 0);
	return rate;
}

/** Where the columns are that a hazard depends on. */
interface HazardColumns extends PaceColumns {
	readonly since: number;
}

/** Undefined where the features lack them. */
export function hazardColumns(features: FeatureSet): HazardColumns | undefined {
	const since = features.customer.findIndex(({ name }) => name === 'days_since_last_order');
	const columns = paceColumns(features);
	return since < 0 || !columns ? undefined : { ...columns, since };
}

/** Where a span lies on the curve: log of the usual gaps from the last order to its middle. */
const positionOf = (since: number, days: number, gap: number) => (Number.isNaN(since) ? 0 : Math.log((Math.max(0, since) + days / 2) / gap));

/** The curve for vectors that start with the customer features. */
export class HazardCurve {
	readonly #columns: HazardColumns;

	/** Throws where the features are not those that it was learned from. */
	constructor(
		features: FeatureSet,
		readonly hazard: OrderHazard
	) {
		const columns = hazardColumns(features);
		if (!columns) throw new TypeError('no time since the last order');
		this.#columns = columns;
	}

	/** Log-odds of an order in the span that begins where the vector at `at` stands. */
	logOdds(table: Float32Array, at: number): number {
		const { pace, days } = this.hazard;
		const gap = usualGap(pace, this.#columns, table, at);
		const rate = Math.exp(this.#rate(positionOf(table[at + this.#columns.since], days, gap)));
		const chance = Math.min(1 - NEAR, Math.max(NEAR, 1 - Math.exp((-rate * days) / gap)));
		return Math.log(chance / (1 - chance));
	}

	/** The same for all coalitions of groups of columns, as `Model.effectiveCoalitions`. */
	coalitions(current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		const { since, orders, gap, categories } = this.#columns;
		const columns = new Set([since, orders, gap, ...Object.values(categories)]);
		const moved = groups.map((own) => own.filter((c) => columns.has(c) && !Object.is(current[c], baseline[c])));
		const counting = Int32Array.from(moved.keys()).filter((group) => moved[group].length > 0);
		const row = current.slice();
		const worths = Float64Array.from({ length: 2 ** counting.length }, (_, mask) => {
			counting.forEach((group, i) => {
				for (const c of moved[group]) row[c] = (mask >> i) & 1 ? current[c] : baseline[c];
			});
			return this.logOdds(row, 0);
		});
		return { groups: counting, worths };
	}

	/** The curve's height between its points; level before them, and beyond them along the tail. */
	#rate(position: number): number {
		const { at, rate, tail = 0 } = this.hazard;
		if (position <= at[0]) return rate[0];
		let [low, high] = [0, at.length - 1];
		if (position >= at[high]) return rate[high] + tail * (position - at[high]);
		while (high - low > 1) {
			const middle = (low + high) >> 1;
			if (at[middle] <= position) low = middle;
			else high = middle;
		}
		return rate[low] + ((rate[high] - rate[low]) * (position - at[low])) / (at[high] - at[low]);
	}
}
