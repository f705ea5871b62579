import { LikelyError } from '../errors.js';
import { asked } from '../evaluation/asked.js';
import type { Examples, FeatureSet } from '../features/types.js';
import type { EncodedModel, Model, ModelFamily } from './types.js';

export interface PopularityOptions {
	/** Rows' worth of the mean rate over all products that is added to each product's own count. */
	readonly smoothing: number;
}

const VERSION = 1;

/**
 * P(buy) of each product, [products], the same for everybody: (bought + smoothing × m) / (asked + smoothing), where m
 * is the rate over all pairs (an m-estimate; Cestnik, 1990). So a product nobody bought is rare, not impossible.
 * Throws `model.no-examples` without rows and `evaluation.no-labels` where the answers are not known.
 */
export function popularityRates(train: Examples, smoothing = 1): Float32Array {
	const products = train.book.products.length;
	if (!train.rows || !products) throw new LikelyError('model.no-examples');
	const labels = asked(train);
	const bought = new Float64Array(products);
	const pairs = new Float64Array(products);
	for (let row = 0; row < train.rows; row++) {
		const mark = labels(row);
		for (let j = 0; j < products; j++) {
			if (mark[j] === 2) continue;
			pairs[j]++;
			bought[j] += mark[j];
		}
	}
	const sum = (counts: Float64Array) => counts.reduce((a, b) => a + b, 0);
	// One bought and one not bought pair keep the mean itself inside (0, 1).
	const mean = (sum(bought) + 1) / (sum(pairs) + 2);
	return Float32Array.from(bought, (n, j) => (n + smoothing * mean) / (pairs[j] + smoothing));
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
