import { LikelyError } from '../errors.js';
import { asked } from '../evaluation/asked.js';
import type { Examples } from '../features/types.js';

/** Parts of the customers that are told in turn by the others. */
const FOLDS = 5;
/** Rows' worth of the mean over all products, and of what all dates say of a product: those that are tried. */
const TOWARDS_MEAN = [3, 10, 30, 100, 300, 1000, 3000, 10_000, 100_000, 1e6];
const TOWARDS_DATES = [10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 20_000, 1e6];

/** By how many rows' worth a product's own counts are pulled: to the mean of all products, and to its rate at all dates. */
interface Pulls {
	readonly mean: number;
	readonly dates: number;
}

/**
 * P(buy) of each product, [products], the same for everybody: (bought + s × m) / (asked + s), where m is the rate over
 * all pairs and s rows' worth of it (an m-estimate; Cestnik, 1990), `smoothing` or more; so a product nobody bought is
 * rare, not impossible. Where the training rows are snapshots of several dates, the latest counts, because shops grow and
 * have seasons: its own rate, pulled to the rate over all dates, put to the latest date's level, by so many rows' worth.
 * How many, of either, customers who are left out say (five folds): the rates are the mean over all strengths, each
 * weighted by the likelihood that it gives to them (pseudo-Bayesian model averaging; Geisser and Eddy, 1979; Yao et al.,
 * 2018). With a smoothing of 0 nothing is pulled to the mean.
 * Throws `model.no_examples` without rows and `evaluation.no_labels` where the answers are not known.
 */
export function popularityRates(train: Examples, smoothing = 1): Float32Array {
	if (!train.rows || !train.book.products.length) throw new LikelyError('model.no_examples');
	const folds = countByFold(train);
	const all = together(folds);
	const rates = new Float64Array(train.book.products.length);
	for (const { weight, ...pulls } of weighed(strengths(all, smoothing), folds)) ratesOf(all, pulls).forEach((rate, j) => (rates[j] += weight * rate));
	return Float32Array.from(rates);
}

/** [products] */
function ratesOf({ latest, all }: Dated, { mean, dates }: Pulls): Float64Array {
	const rates = pulled(all, mean);
	if (latest.rows === all.rows) return rates;
	const level = latest.mean / all.mean;
	return rates.map((rate, j) => (latest.bought[j] + dates * Math.min(rate * level, 1 - 1e-6)) / (latest.asked[j] + dates));
}

/** [products] rates, pulled to the mean, which is what is known of a product that nobody was asked for. */
const pulled = ({ bought, asked: pairs, mean }: Counts, s: number) => bought.map((n, j) => (pairs[j] + s > 0 ? (n + s * mean) / (pairs[j] + s) : mean));

function strengths({ latest, all }: Dated, smoothing: number): Pulls[] {
	const means = smoothing > 0 ? [smoothing, ...TOWARDS_MEAN.filter((own) => own > smoothing)] : [0];
	return means.flatMap((mean) => (latest.rows === all.rows ? [{ mean, dates: 0 }] : TOWARDS_DATES.map((dates) => ({ mean, dates }))));
}

/** Each with its share in the mean; together 1. */
function weighed(tried: readonly Pulls[], folds: readonly Dated[]): (Pulls & { readonly weight: number })[] {
	const others = folds.map((_, fold) => together(folds.filter((_, own) => own !== fold)));
	const losses = tried.map((pulls) => folds.reduce((sum, { latest }, fold) => sum + lossOn(latest, ratesOf(others[fold], pulls)), 0));
	const least = Math.min(...losses);
	const weights = losses.map((loss) => Math.exp(least - loss));
	const sum = weights.reduce((a, b) => a + b, 0);
	return tried.map((pulls, i) => ({ ...pulls, weight: weights[i] / sum }));
}

/** The log likelihood that rates give to counts, negative. */
function lossOn({ bought, asked: pairs }: Counts, rates: Float64Array): number {
	const within = (rate: number) => Math.min(1 - 1e-12, Math.max(1e-12, rate));
	return rates.reduce((sum, rate, j) => sum - bought[j] * Math.log(within(rate)) - (pairs[j] - bought[j]) * Math.log1p(-within(rate)), 0);
}

/** Per product [products] how often it was asked for and bought. */
interface Sums {
	rows: number;
	readonly bought: Float64Array;
	readonly asked: Float64Array;
}

/** With the rate over all pairs. */
interface Counts extends Sums {
	readonly mean: number;
}

interface Dated {
	/** Of the latest as-of date; of all rows where the question has no dates. */
	readonly latest: Counts;
	readonly all: Counts;
}

/** The counts of each part of the customers. */
function countByFold(train: Examples): Dated[] {
	const labels = asked(train);
	const latest = train.question.kind === 'next' ? train.asOf.reduce((a, b) => Math.max(a, b)) : -Infinity;
	const products = train.book.products.length;
	const none = (): Sums => ({ rows: 0, bought: new Float64Array(products), asked: new Float64Array(products) });
	const folds = Array.from({ length: FOLDS }, () => ({ latest: none(), earlier: none() }));
	const turnOf = new Map<number, number>();
	for (let row = 0; row < train.rows; row++) {
		const turn = turnOf.get(train.customer[row]) ?? turnOf.size;
		turnOf.set(train.customer[row], turn);
		const sums = folds[turn % FOLDS][train.asOf[row] >= latest ? 'latest' : 'earlier'];
		const mark = labels(row);
		sums.rows++;
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			sums.asked[j]++;
			sums.bought[j] += mark[j];
		}
	}
	return folds.map((own) => ({ latest: added([own.latest]), all: added([own.latest, own.earlier]) }));
}

const together = (folds: readonly Dated[]): Dated => ({ latest: added(folds.map(({ latest }) => latest)), all: added(folds.map(({ all }) => all)) });

function added(parts: readonly Sums[]): Counts {
	const add = (values: readonly Float64Array[]) => values[0].map((_, j) => values.reduce((sum, own) => sum + own[j], 0));
	const [bought, pairs] = [add(parts.map((part) => part.bought)), add(parts.map((part) => part.asked))];
	const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
	// One bought and one not bought pair keep the mean itself inside (0, 1).
	return { rows: parts.reduce((all, { rows }) => all + rows, 0), bought, asked: pairs, mean: (sum(bought) + 1) / (sum(pairs) + 2) };
}
