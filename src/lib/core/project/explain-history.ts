import { LikelyError } from '../errors.js';
import { baselineVector } from '../explanation/baseline.js';
import { explainPair } from '../explanation/explain.js';
import type { Explanation } from '../explanation/types.js';
import { pairVector } from '../features/table.js';
import type { Predictor } from './predictor.js';

/**
 * Impacts on the customer's most likely products for a model that answers from whole histories: of every named
 * parameter, and of the orders one by one as a parameter of their own. Throws `customer.unknown`, and
 * `model.not_explainable` for families that cannot be asked so.
 */
export function explainHistory(predictor: Predictor, customer: string, limit: number): Explanation[] {
	const { model, examples, project } = predictor;
	const row = predictor.rowOf(customer);
	const history = model.withHistory?.(examples, row);
	if (!history) throw new LikelyError('model.not_explainable', { family: model.family });
	const { features, own, typical } = history;
	const asked = { ...model, coalitions: undefined, effectiveCoalitions: undefined, features, predictProduct: history.predictProduct };
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	const vector = (first: number, rest: Float32Array) => Float32Array.of(first, ...rest);
	return order
		.slice(0, limit)
		.map((product) =>
			explainPair(asked, features, product, vector(own, pairVector(examples, row, product)), vector(typical, baselineVector(examples, product)), {
				seed: project.seed
			})
		);
}
