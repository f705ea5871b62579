import { LikelyError } from '../errors.js';
import type { FeatureSet } from '../features/types.js';
import { popularityRates } from './popularity-rates.js';
import type { EncodedModel, Model, ModelFamily } from './types.js';

export { popularityRates };

export interface PopularityOptions {
	/** Rows' worth of the mean rate over all products that is added to each product's own count, at the least. */
	readonly smoothing: number;
}

const VERSION = 1;

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
