import { LikelyError } from '../errors.js';
import { asked } from '../evaluation/asked.js';
import type { Examples, FeatureSet } from '../features/types.js';
import type { EncodedModel, Model, ModelFamily } from './types.js';

export interface PopularityOptions {
	/** Rows' worth of the mean rate over all products that is added to each product's own count. */
	readonly smoothing: number;
}

const VERSION = 1;

/** How many rows of the latest snapshot it takes to outweigh what all snapshots say of a product. */
const PRIOR_ROWS = 50;

/**
 * P(buy) of each product, [products], the same for everybody: (bought + smoothing × m) / (asked + smoothing), where m
 * is the rate over all pairs (an m-estimate; Cestnik, 1990). So a product nobody bought is rare, not impossible.
 * Where the training rows are snapshots of several dates, the latest counts, because shops grow and have seasons: its
 * own rate, pulled by 50 rows' worth to the rate over all dates, put to the latest date's level.
 * Throws `model.no_examples` without rows and `evaluation.no_labels` where the answers are not known.
 */
export function popularityRates(train: Examples, smoothing = 1): Float32Array {
	const products = train.book.products.length;
	if (!train.rows || !products) throw new LikelyError('model.no_examples');
	const latest = train.question.kind === 'next' ? train.asOf.reduce((a, b) => Math.max(a, b)) : -Infinity;
	const all = countPairs(train, () => true);
	const rates = all.bought.map((n, j) => (n + smoothing * all.mean) / (all.asked[j] + smoothing));
	const recent = countPairs(train, (row) => train.asOf[row] >= latest);
	if (recent.rows === train.rows) return Float32Array.from(rates);
	const level = recent.mean / all.mean;
	return Float32Array.from(rates, (rate, j) =>
		(recent.bought[j] + PRIOR_ROWS * Math.min(rate * level, 1 - 1e-6)) / (recent.asked[j] + PRIOR_ROWS)
	);
}

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
