import { basketsOf } from '../../features/baskets.js';
import type { Examples, FeatureSet, OrderBook } from '../../features/types.js';

/** How long customers usually take between two orders, and how much they differ: of the logarithm of the days. */
export interface Pace {
	/** Of a customer of whom nothing is known. */
	readonly mean: number;
	/** Variance between customers who are alike in all categories. */
	readonly between: number;
	/** Variance of one gap around its customer's mean, relative to the mean's square. */
	readonly within: number;
	/** How the categories of customer features move the mean, by the feature's name: [codes]. */
	readonly effects: Readonly<Record<string, readonly number[]>>;
}

const SWEEPS = 30;
/** Variances are not let below these, nor is the variance within a customer believed to be nothing. */
const [LEAST, LEAST_WITHIN] = [1e-4, 0.05];
const [START, FEWEST_GAPS] = [0.1, 20];

/**
 * Fits a normal distribution of log mean gaps over customers, shifted by categories with random effects: variances by
 * expectation maximisation (empirical Bayes: Robbins 1956; Dempster, Laird and Rubin 1977). slots: rows customer by
 * customer, in time; book: whose orders they are of. Undefined where orders tell too little of gaps.
 */
export function fitPace(slots: Examples, book: OrderBook): Pace | undefined {
	const columns = paceColumns(slots.features);
	const latest = latestRows(slots);
	const within = spreadOfGaps(slots, book, latest);
	if (!columns || within === undefined) return undefined;
	const width = slots.features.customer.length;
	const names = Object.keys(columns.categories);
	const codes = names.map((name) => slots.features.customer[columns.categories[name]].values?.length ?? 0);
	const known = latest.filter((r) => slots.x[r * width + columns.orders] > 1 && slots.x[r * width + columns.gap] >= 0);
	const gaps = known.map((r) => slots.x[r * width + columns.orders] - 1);
	const log = Float64Array.from(known, (r, i) => logOfMean(slots.x[r * width + columns.gap], gaps[i], within));
	const codeOf = names.map((name) => Int32Array.from(known, (r) => slots.x[r * width + columns.categories[name]]));
	const effects = codes.map((count) => new Float64Array(count));
	const spread = codes.map(() => START);
	let mean = log.reduce((sum, own) => sum + own, 0) / log.length;
	let between = START;
	for (let sweep = 0; sweep < SWEEPS; sweep++) {
		const weight = Float64Array.from(gaps, (n) => 1 / (between + within / n));
		const total = weight.reduce((sum, own) => sum + own, 0);
		const rest = log.map((own, i) => own - codeOf.reduce((sum, code, f) => sum + (effects[f][code[i]] ?? 0), 0));
		mean = rest.reduce((sum, own, i) => sum + weight[i] * own, 0) / total;
		effects.forEach((effect, f) => {
			const sums = new Float64Array(effect.length);
			const weights = new Float64Array(effect.length);
			codeOf[f].forEach((code, i) => {
				if (effect[code] === undefined) return;
				sums[code] += weight[i] * (rest[i] + effect[code] - mean);
				weights[code] += weight[i];
			});
			codeOf[f].forEach((code, i) => (rest[i] += effect[code] ?? 0));
			let squares = 0;
			effect.forEach((_, code) => {
				const precision = weights[code] + 1 / spread[f];
				effect[code] = sums[code] / precision;
				squares += effect[code] ** 2 + 1 / precision;
			});
			codeOf[f].forEach((code, i) => (rest[i] -= effect[code] ?? 0));
			spread[f] = Math.max(LEAST, squares / Math.max(1, effect.length));
		});
		between = Math.max(LEAST, rest.reduce((sum, own, i) => sum + (between * weight[i] * (own - mean)) ** 2 + between * (1 - between * weight[i]), 0) / rest.length);
	}
	return { mean, between, within, effects: Object.fromEntries(names.map((name, f) => [name, [...effects[f]]])) };
}

/** Where the columns are that pace depends on, among the customer features. */
export interface PaceColumns {
	readonly orders: number;
	readonly gap: number;
	readonly categories: Readonly<Record<string, number>>;
}

/** Undefined where orders or gaps are not among the features. */
export function paceColumns({ customer }: FeatureSet): PaceColumns | undefined {
	const at = (name: string) => customer.findIndex((feature) => feature.name === name);
	const [orders, gap] = [at('total_orders'), at('mean_gap_days')];
	const categories = Object.fromEntries(customer.flatMap(({ name, kind }, c) => (kind === 'category' ? [[name, c]] : [])));
	return orders < 0 || gap < 0 ? undefined : { orders, gap, categories };
}

/** The usual gap of the customer at `at` of a table, in days: their own as far as it is known, else that of who is like them. */
export function usualGap({ mean, between, within, effects }: Pace, columns: PaceColumns, table: Float32Array, at: number): number {
	let expected = mean;
	for (const name in columns.categories) expected += effects[name]?.[table[at + columns.categories[name]]] ?? 0;
	const gaps = table[at + columns.orders] - 1;
	const gap = table[at + columns.gap];
	if (!(gaps >= 1) || Number.isNaN(gap)) return Math.exp(expected);
	const own = between / (between + within / gaps);
	return Math.exp(expected + own * (logOfMean(gap, gaps, within) - expected));
}

/** The logarithm of a mean of so many gaps, less what it is too low by on average. */
const logOfMean = (gap: number, gaps: number, within: number) => Math.log(Math.max(1, gap)) + within / (2 * gaps);

/** The latest row of each customer. */
function latestRows({ customer, rows }: Examples): number[] {
	return Array.from(customer.keys()).filter((r) => r + 1 === rows || customer[r + 1] !== customer[r]);
}

/** The squared coefficient of variation of single customers' gaps; undefined where these are few. */
function spreadOfGaps({ customer, cut }: Examples, book: OrderBook, latest: readonly number[]): number | undefined {
	const { orderProducts } = basketsOf(book);
	let squares = 0;
	let free = 0;
	for (const r of latest) {
		const first = book.customerOrders[customer[r]];
		const days: number[] = [];
		for (let o = first; o < first + cut[r]; o++) if (orderProducts[o] > 0) days.push(Math.floor(book.orderTime[o]));
		if (days.length < 3) continue;
		const mean = (days[days.length - 1] - days[0]) / (days.length - 1);
		for (let i = 1; i < days.length; i++) squares += (days[i] - days[i - 1] - mean) ** 2 / Math.max(1, mean * mean);
		free += days.length - 2;
	}
	return free < FEWEST_GAPS ? undefined : Math.max(LEAST_WITHIN, squares / free);
}
