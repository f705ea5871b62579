import { LikelyError } from '../errors.js';
import type { Intervals } from '../evaluation/interval.js';
import { LiveExplainer } from '../explanation/live.js';
import { columnNames, valueOf } from '../explanation/parameter-values.js';
import { calculateParameterImpact, productRules, rulesFor } from '../explanation/rules.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../explanation/types.js';
import { slug } from '../features/registry.js';
import type { FeatureSet } from '../features/types.js';
import type { Model } from '../models/types.js';
import type { WhatIfAnswer, WhatIfRequest } from './cards.js';
import { unlikeThese } from './usual.js';
import type { Usual } from './usual.js';
import { editedInputs, ValueEdits } from './value-edits.js';

/** Input vectors, one per product: [products][customer + product features]. */
export type Inputs = readonly Float32Array[];

/** What answers take of a model and of those that it learned from. */
export interface AnswerMaterial {
	readonly model: Model;
	readonly features: FeatureSet;
	/** The named features, where the model takes none of them: fixed-weight rules are about these. */
	readonly named?: FeatureSet;
	readonly products: readonly string[];
	readonly seed: number;
	readonly intervals: Intervals;
	/** [customer features] */
	readonly usual: readonly (Usual | undefined)[];
}

/** A customer with changed facts and a point of comparison, neither with single values edited. */
export interface AnswerInputs {
	readonly current: Inputs;
	readonly baseline: Inputs;
	/** The customer by named features, where the model takes none. */
	readonly named?: Inputs;
	/** Probability of each product with nothing edited. */
	readonly before: Readonly<Record<string, number>>;
}

/** What single values make of every product: the part of the what-if that needs no orders. */
export class WhatIfAnswers {
	readonly values: ValueEdits;
	readonly #explainer: LiveExplainer;
	/** [products] the input that was asked for last, and its probability. */
	readonly #known: { readonly vector: Float32Array; readonly probability: number }[] = [];
	#rules: { readonly key: string; readonly byProduct: readonly ProductRules[] } | undefined;

	constructor(readonly material: AnswerMaterial) {
		const { model, features, products, seed } = material;
		this.values = new ValueEdits(features, products);
		this.#explainer = new LiveExplainer(model, features, seed);
	}

	/** @throws LikelyError `parameter.unknown`, `parameter.not_a_number`, `product.unknown` */
	answer(inputs: AnswerInputs, request: Pick<WhatIfRequest, 'values' | 'baseline' | 'rules' | 'explain'>): WhatIfAnswer {
		const { products, intervals, usual, features } = this.material;
		const current = this.edited(inputs.current, request.values);
		const baseline = this.edited(inputs.baseline, request.baseline);
		const asked = request.explain?.map((product) => this.productIndex(product)) ?? [...products.keys()];
		const after = byName<number>();
		const fixed = byName<readonly Impact[]>();
		const rules = this.#rulesOf(request.rules ?? productRules);
		const asking = [...new Set(asked)];
		const isShared = (inputs: Inputs) => asking.every((p) => inputs[p] === inputs[asking[0]]);
		if (asking.length > 1 && isShared(current) && isShared(baseline)) this.#explainer.foresee(asking, current[asking[0]], baseline[asking[0]]);
		const explanations = asking.map((p) => {
			const explanation = this.explain(p, current[p], baseline[p]);
			after[products[p]] = explanation.probability;
			fixed[products[p]] = this.#ruleImpacts(rules[p], (inputs.named ?? current)[p]);
			return explanation;
		});
		if (explanations.length < products.length)
			products.forEach((product, p) => (after[product] ??= this.probability(p, current[p])));
		explanations.sort((a, b) => b.probability - a.probability);
		return {
			explanations,
			rules: fixed,
			before: inputs.before,
			after,
			intervals: Object.fromEntries(Object.entries(after).map(([product, p]) => [product, intervals.of(p)])),
			level: intervals.level,
			unlike: unlikeThese(features.customer, usual, current[0])
		};
	}

	/** Every product's input with values edited. @throws LikelyError `parameter.unknown`, `parameter.not_a_number` */
	edited(inputs: Inputs, values?: Readonly<Record<string, ParameterValue>>): Inputs {
		return editedInputs(inputs, this.values.of(values));
	}

	/** Impacts that lead from one input of a product to another. Neither may be changed later. */
	explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		return this.#explainer.explain(product, current, baseline);
	}

	/** The model's probability of a product for one input, which may not be changed later: what was asked last is remembered. */
	probability(product: number, vector: Float32Array): number {
		const last = this.#known[product];
		if (last?.vector.length === vector.length && last.vector.every((value, c) => Object.is(value, vector[c]))) return last.probability;
		const probability = this.material.model.predictProduct(product, vector, 1)[0];
		this.#known[product] = { vector, probability };
		return probability;
	}

	/** @throws LikelyError `product.unknown` */
	productIndex(product: string): number {
		const index = this.material.products.indexOf(product);
		if (index < 0) throw new LikelyError('product.unknown', { product });
		return index;
	}

	#rulesOf(rules: RuleSet): readonly ProductRules[] {
		const key = JSON.stringify(rules);
		if (this.#rules?.key === key) return this.#rules.byProduct;
		const byProduct = this.material.products.map((product) => {
			const own = rulesFor(rules, slug(product));
			const names = columnNames(this.material.named ?? this.material.features, product);
			return { rules: own, columns: own.rules.map(({ parameter }) => names.indexOf(parameter)) };
		});
		this.#rules = { key, byProduct };
		return byProduct;
	}

	#ruleImpacts({ rules, columns }: ProductRules, vector: Float32Array): Impact[] {
		const values: Record<string, ParameterValue> = {};
		const { named } = this.material;
		const features = named ? [...named.customer, ...named.product] : this.values.features;
		columns.forEach((c, i) => c >= 0 && (values[rules.rules[i].parameter] = valueOf(features[c], vector[c])));
		return calculateParameterImpact(values, rules);
	}
}

/** Values by product, of which none is there before it is put in, whatever products are called. */
const byName = <Value>() => Object.create(null) as Record<string, Value>;

/** The rules of a product, and [rules] the columns of its input that they are about, -1 where it has none. */
interface ProductRules {
	readonly rules: RuleSet;
	readonly columns: readonly number[];
}
