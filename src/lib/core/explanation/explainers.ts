import { slug } from '../features/registry.js';
import type { FeatureSet } from '../features/types.js';
import type { Model } from '../models/types.js';
import { explainPair } from './explain.js';
import { namedValues } from './parameter-values.js';
import { calculateParameterImpact, productRules, rulesFor } from './rules.js';
import type { Explanation, RuleSet } from './types.js';

/** One product of one customer, against a baseline: vectors are [customer + product features]. */
export interface ExplainRequest {
	readonly model: Model;
	readonly features: FeatureSet;
	readonly product: number;
	readonly current: Float32Array;
	readonly baseline: Float32Array;
	/** For `rules`; its own baselines count. */
	readonly ruleSet?: RuleSet;
	readonly seed?: number;
}

export interface Explainer {
	readonly name: 'rules' | 'shapley';
	/** One plain sentence for a person. */
	readonly meaning: string;
	/** What an impact is counted in. */
	readonly unit: 'probability' | 'weighted points';
	explain(request: ExplainRequest): Explanation;
}

/**
 * Every way to explain. Both share out f(current) − f(baseline) over the parameters by Shapley's rule: `shapley` for
 * the model's probability, `rules` for a fixed linear score, whose Shapley values are (value − baseline) × weight. The
 * score is 0 at its own baseline, so a rules explanation has baseline 0 and the sum of points as its `probability`.
 */
export const explainers: Readonly<Record<Explainer['name'], Explainer>> = {
	shapley: {
		name: 'shapley',
		meaning: 'How many probability points each parameter moves the model away from the baseline customer.',
		unit: 'probability',
		explain: ({ model, features, product, current, baseline, seed }) =>
			explainPair(model, features, product, current, baseline, { seed })
	},
	rules: {
		name: 'rules',
		meaning: 'Fixed weights times the distance from a fixed baseline, whatever was learned from the data.',
		unit: 'weighted points',
		explain({ model, features, product, current, ruleSet = productRules }) {
			const name = model.products[product];
			const impacts = calculateParameterImpact(namedValues(features, name, current), rulesFor(ruleSet, slug(name)));
			const probability = impacts.reduce((sum, { impact }) => sum + impact, 0);
			return { product: name, baseline: 0, probability, impacts, standardError: 0 };
		}
	}
};
