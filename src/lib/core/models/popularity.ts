import { LikelyError } from '../errors.js';
import { asked } from '../evaluation/asked.js';
import type { Examples, FeatureSet } from '../features/types.js';
import type { EncodedModel, Model, ModelFamily } from './types.js';

export interface PopularityOptions {
	/** Rows' worth of the mean rate over all products that is added to each product's own count, at the least. */
	readonly smoothing: number;
}

const VERSION = 1;

/** How many rows of the latest snapshot it takes to outweigh what all snapshots say of a product, at the least. */
const LEAST_PRIOR = 50;

/** More rows than ever come from one date: as good as endless. */
const MOST_PRIOR = 1e6;

/** Fewer products than this do not tell how different products, and dates, are. */
const TELLING = 20;

/**
 * P(buy) of each product, [products], the same for everybody: (bought + s × m) / (asked + s), where m is the rate over
 * all pairs and s the rows' worth of it (an m-estimate; Cestnik, 1990): `smoothing`, or more where products are so alike
 * that more is right on average (a beta prior by the method of moments). So a product nobody bought is rare, not impossible.
 * Where the training rows are snapshots of several dates, the latest counts, because shops grow and have seasons: its
 * own rate, pulled to the rate over all dates, put to the latest date's level, by 50 rows' worth, or by more where the
 * latest rates stray from the earlier ones by little more than chance. Fewer than 20 products cannot tell that.
 * Throws `model.no_examples` without rows and `evaluation.no_labels` where the answers are not known.
 */
export function popularityRates(train: Examples, smoothing = 1): Float32Array {
	const products = train.book.products.length;
	if (!train.rows || !products) throw new LikelyError('model.no_examples');
	const latest = train.question.kind === 'next' ? train.asOf.reduce((a, b) => Math.max(a, b)) : -Infinity;
	const all = countPairs(train, () => true);
	const rates = pulled(all, smoothing);
	const recent = countPairs(train, (row) => train.asOf[row] >= latest);
	if (recent.rows === train.rows) return Float32Array.from(rates);
	const level = recent.mean / all.mean;
	const earlier = countPairs(train, (row) => train.asOf[row] < latest);
	const prior = products < TELLING ? LEAST_PRIOR : Math.max(LEAST_PRIOR, rowsWorthOf(recent, earlier, smoothing));
	return Float32Array.from(rates, (rate, j) => (recent.bought[j] + prior * Math.min(rate * level, 1 - 1e-6)) / (recent.asked[j] + prior));
}

/** [products] rates, pulled to the mean. */
function pulled({ bought, asked: pairs, mean }: Counts, smoothing: number): Float64Array {
	const s = Math.max(smoothing, smoothing > 0 ? likeness(bought, pairs, mean) : 0);
	return bought.map((n, j) => (n + s * mean) / (pairs[j] + s));
}

/** Rows' worth of the mean that a beta prior of the products' rates has; 0 where there are too few products to tell. */
function likeness(bought: Float64Array, pairs: Float64Array, mean: number): number {
	if (bought.length < TELLING) return 0;
	let spread = 0;
	bought.forEach((n, j) => {
		const rows = Math.max(1, pairs[j]);
		spread += ((n / rows - mean) ** 2 - (mean * (1 - mean)) / rows) / bought.length;
	});
	return spread > 0 ? Math.max(0, (mean * (1 - mean)) / spread - 1) : MOST_PRIOR;
}

/** Rows of the latest date that it takes to outweigh earlier dates: the fewer, the further its rates stray from theirs (a moment estimate of the overdispersion). */
function rowsWorthOf(recent: Counts, earlier: Counts, smoothing: number): number {
	const level = recent.mean / earlier.mean;
	let beyond = 0;
	let size = 0;
	pulled(earlier, smoothing).forEach((rate, j) => {
		const n = recent.asked[j];
		const q = Math.min(rate * level, 1 - 1e-6);
		beyond += (recent.bought[j] - n * q) ** 2 - n * q * (1 - q) * (1 + n / Math.max(1, earlier.asked[j]));
		size += n * (n - 1) * q * (1 - q);
	});
	return beyond > 0 ? Math.min(MOST_PRIOR, size / beyond - 1) : MOST_PRIOR;
}

type Counts = ReturnType<typeof countPairs>;

/** Per product [products] how often it was asked for and bought in the rows that count, and the rate over all pairs. */
function countPairs(train: Examples, counts: (row: number) => boolean) {
	const labels = asked(train);
	const products = train.book.products.length;
	const bought = new Float64Array(products);
	const pairs = new Float64Array(products);
	let rows = 0;
	for (let row = 0; row < train.rows; row++) {
		if (!counts(row)) continue;
		rows++;
		const mark = labels(row);
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			pairs[j]++;
			bought[j] += mark[j];
		}
	}
	const sum = (values: Float64Array) => values.reduce((a, b) => a + b, 0);
	// One bought and one not bought pair keep the mean itself inside (0, 1).
	return { rows, bought, asked: pairs, mean: (sum(bought) + 1) / (sum(pairs) + 2) };
}

/** The baseline of every report: each product's rate among the training rows, whoever asks. */
export const popularity: ModelFamily<PopularityOptions> = {
	name: 'popularity',
	meaning: 'Everybody is expected to buy what most customers bought.',
	defaults: { smoothing: 1 },
	async fit(train, options) {
		const rates = popularityRates(train, options.smoothing);
		return {
			model: popularityModel(train.features, train.book.products, rates, options),
			facts: { rows: train.rows, products: rates.length }
		};
	},
	decode(encoded) {
		const { rate } = encoded.buffers;
		const options = { ...popularity.defaults, ...(encoded.meta as Partial<PopularityOptions>) };
		if (!(rate instanceof Float32Array) || rate.length !== encoded.products.length || rate.some((r) => !(r >= 0 && r <= 1)))
			throw new LikelyError('model.damaged', { family: 'popularity' });
		return popularityModel(encoded.features, encoded.products, rate, options);
	}
};

function popularityModel(
	features: FeatureSet,
	products: readonly string[],
	rate: Float32Array,
	options: PopularityOptions
): Model {
	return {
		family: 'popularity',
		features,
		products,
		predict(examples) {
			const p = new Float32Array(examples.rows * rate.length);
			for (let row = 0; row < examples.rows; row++) p.set(rate, row * rate.length);
			return p;
		},
		predictProduct: (product, _table, rows) => new Float32Array(rows).fill(rate[product]),
		encode: (): EncodedModel => ({
			family: 'popularity',
			version: VERSION,
			features,
			products,
			meta: { ...options },
			buffers: { rate }
		})
	};
}
