import { LikelyError } from '../errors.js';
import { ranksOf } from '../explanation/global.js';
import type { ImportanceAnswer, Swarm } from './cards.js';

/** The dots of one product, the parameter that matters most first. @throws LikelyError `product.unknown` */
export function swarmsOf(answer: ImportanceAnswer, product: string): Swarm[] {
	const { products, parameters, customers, mean, impacts, values } = answer;
	const p = products.indexOf(product);
	if (p < 0) throw new LikelyError('product.unknown', { product });
	const column = (from: Float32Array, g: number) =>
		Float32Array.from(customers, (_, r) => from[(p * customers.length + r) * parameters.length + g]);
	return parameters
		.map((feature, g): Swarm => {
			const own = column(values, g);
			return { feature, importance: mean[p * parameters.length + g], impacts: column(impacts, g), values: own, ranks: ranksOf(own) };
		})
		.sort((a, b) => b.importance - a.importance);
}
