import type { SparseRows } from '../../features/types.js';
import type { Random } from '../../random.js';
import type { Material } from './material.js';
import type { Layout } from './shape.js';

/**
 * Starting parameters [layout.size]: He-uniform hidden layers, output weights 0 and output biases at each product's
 * log odds, so that the untrained network answers as popularity does.
 */
export function initialParameters(layout: Layout, train: Material, random: Random): Float32Array {
	const parameters = new Float32Array(layout.size);
	for (const { name, offset, rows, columns } of layout.slots) {
		if (!/^(weights|ownWeights|ownContext)/.test(name)) continue;
		const limit = Math.sqrt((name === 'ownContext' ? 1 : 6) / rows);
		for (let i = 0; i < rows * columns; i++) parameters[offset + i] = (2 * random.next() - 1) * limit;
	}
	const rates = baseRates(train.labels, train.rows, layout.shape.products);
	const biases = layout.slot('outputBiases').offset;
	rates.forEach((rate, product) => {
		parameters[biases + product] = Math.log(rate / (1 - rate));
	});
	return parameters;
}

/** [products] share of rows that bought it, drawn towards the mean rate by one row. */
function baseRates(labels: SparseRows, rows: number, products: number): Float64Array {
	const bought = new Float64Array(products);
	for (const product of labels.product) bought[product]++;
	const mean = Math.max(0.5, labels.product.length) / Math.max(1, rows * products);
	return bought.map((count) => Math.min(1 - 1e-6, (count + mean) / (rows + 1)));
}
