import { LikelyError } from '../errors.js';
import { LiveExplainer } from '../explanation/live.js';
import { columnNames, valueOf } from '../explanation/parameter-values.js';
import { calculateParameterImpact, productRules, rulesFor } from '../explanation/rules.js';
import { slug } from '../features/registry.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../explanation/types.js';
import type { BaselineOf, Subject, WhatIfAnswer, WhatIfRequest, WhatIfStart } from './cards.js';
import { explainHistory } from './explain-history.js';
import { featureRanges, parameter } from './parameters.js';
import type { Range } from './parameters.js';
import type { Predictor } from './predictor.js';
import { unlikeIn } from './unlike.js';
import { edited, WhatIfInputs } from './what-if-inputs.js';
import type { Inputs } from './what-if-inputs.js';

/** Changes to any parameter of a real or invented customer, and what each does to every product's probability. */
export class WhatIf {
	readonly inputs: WhatIfInputs;
	readonly #ranges: readonly Range[];
	readonly #explainer: LiveExplainer;
	#before: { readonly inputs: Inputs; readonly probabilities: Readonly<Record<string, number>> } | undefined;
	#rules: { readonly key: string; readonly byProduct: readonly ProductRules[] } | undefined;

	/** @throws LikelyError `model.not_explainable` for a model that does not answer from named parameters */
	constructor(readonly predictor: Predictor) {
		const { model, examples, card, project } = predictor;
		if (!model.predictProduct) throw new LikelyError('model.not_explainable', { family: card.family });
		this.inputs = new WhatIfInputs(predictor);
		this.#ranges = featureRanges(examples);
		this.#explainer = new LiveExplainer(model, examples.features, project.seed);
	}

	/**
	 * Every parameter with its value as the facts leave it, the baseline's and its range; without a customer and facts,
	 * the average customer's values. Throws as `answer` does.
	 */
	start(customer?: string, { facts, baselineOf }: Pick<WhatIfRequest, 'facts' | 'baselineOf'> = {}): WhatIfStart {
		const { examples, products } = this.predictor;
		const width = examples.features.customer.length;
		const vectors = this.inputs.subject(customer, facts);
		const baseline = this.inputs.baseline(baselineOf, customer);
		const own = this.#customerColumns(customer, facts, vectors);
		const parameters = examples.features.customer.map((f, c) => parameter(f, this.#ranges[c], own[c], baseline[0][c]));
		vectors.forEach((vector, p) =>
			examples.features.product.forEach((f, i) => {
				const c = width + i;
				parameters.push(parameter(f, this.#ranges[c], vector[c], baseline[p][c], products[p]));
			})
		);
		return { customer, parameters, products };
	}

	/**
	 * @throws LikelyError `customer.unknown`, `parameter.unknown`, `parameter.not_a_number`, `product.unknown`,
	 * `edit.unknown`, `edit.time_out_of_range`, `edit.nothing_bought`, `baseline.no_customer`, `baseline.not_yet`
	 */
	answer(request: WhatIfRequest): WhatIfAnswer {
		const { products } = this.predictor;
		const current = this.current(request);
		const baseline = this.baseline(request.baselineOf, request.customer, request.baseline);
		const asked = request.explain?.map((product) => this.productIndex(product)) ?? [...products.keys()];
		const after: Record<string, number> = {};
		const fixed: Record<string, readonly Impact[]> = {};
		const rules = this.#rulesOf(request.rules ?? productRules);
		const explanations = [...new Set(asked)].map((p) => {
			const explanation = this.explain(p, current[p], baseline[p]);
			after[products[p]] = explanation.probability;
			fixed[products[p]] = this.#ruleImpacts(rules[p], current[p]);
			return explanation;
		});
		if (explanations.length < products.length)
			products.forEach((product, p) => (after[product] ??= this.probability(p, current[p])));
		explanations.sort((a, b) => b.probability - a.probability);
		const { intervals } = this.predictor;
		return {
			explanations,
			rules: fixed,
			before: this.#beforeOf(request.customer),
			after,
			intervals: Object.fromEntries(Object.entries(after).map(([product, p]) => [product, intervals.of(p)])),
			level: intervals.level,
			unlike: unlikeIn(this.predictor, current[0])
		};
	}

	/** Every product's input with facts and values edited. Throws as `answer` does. */
	current({ customer, facts, values }: Subject): Inputs {
		const edits = this.inputs.edits(values);
		return this.inputs.subject(customer, facts).map((vector, p) => edited(vector, edits, p));
	}

	/** Every product's point of comparison with values edited. Throws as `answer` does. */
	baseline(of?: BaselineOf, customer?: string, values?: Readonly<Record<string, ParameterValue>>): Inputs {
		const edits = this.inputs.edits(values);
		return this.inputs.baseline(of, customer).map((vector, p) => edited(vector, edits, p));
	}

	/** Why one customer's product has its probability, against the average customer. */
	explainRow(row: number, product: number): Explanation {
		const { book } = this.predictor.project;
		const customer = book.customers[this.predictor.examples.customer[row]];
		return this.explain(product, this.inputs.subject(customer)[product], this.inputs.baseline()[product]);
	}

	/** Impacts that lead from one input of a product to another. Neither may be changed later. */
	explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		return this.#explainer.explain(product, current, baseline);
	}

	/** The model's probability of a product for one input. */
	probability(product: number, vector: Float32Array): number {
		return this.predictor.model.predictProduct?.(product, vector, 1)[0] ?? NaN;
	}

	/** @throws LikelyError `product.unknown` */
	productIndex(product: string): number {
		const index = this.predictor.products.indexOf(product);
		if (index < 0) throw new LikelyError('product.unknown', { product });
		return index;
	}

	/** The customer's own columns: for `ever` not those of a product's input, where its lines are left out. */
	#customerColumns(customer: string | undefined, facts: WhatIfRequest['facts'], vectors: Inputs): Float32Array {
		const { examples } = this.predictor;
		const width = examples.features.customer.length;
		if (facts?.length) return this.inputs.snapshot(customer, facts).x;
		if (customer === undefined) return vectors[0];
		const row = this.predictor.rowOf(customer);
		return examples.x.subarray(row * width, (row + 1) * width);
	}

	#beforeOf(customer: string | undefined): Readonly<Record<string, number>> {
		const inputs = this.inputs.subject(customer);
		if (this.#before?.inputs === inputs) return this.#before.probabilities;
		const probabilities = Object.fromEntries(this.predictor.products.map((name, p) => [name, this.probability(p, inputs[p])]));
		this.#before = { inputs, probabilities };
		return probabilities;
	}

	#rulesOf(rules: RuleSet): readonly ProductRules[] {
		const key = JSON.stringify(rules);
		if (this.#rules?.key === key) return this.#rules.byProduct;
		const byProduct = this.predictor.products.map((product) => {
			const own = rulesFor(rules, slug(product));
			const names = columnNames(this.predictor.examples.features, product);
			return { rules: own, columns: own.rules.map(({ parameter }) => names.indexOf(parameter)) };
		});
		this.#rules = { key, byProduct };
		return byProduct;
	}

	#ruleImpacts({ rules, columns }: ProductRules, vector: Float32Array): Impact[] {
		const values: Record<string, ParameterValue> = {};
		columns.forEach((c, i) => c >= 0 && (values[rules.rules[i].parameter] = valueOf(this.inputs.features[c], vector[c])));
		return calculateParameterImpact(values, rules);
	}
}

/** The rules of a product, and [rules] the columns of its input that they are about, -1 where it has none. */
interface ProductRules {
	readonly rules: RuleSet;
	readonly columns: readonly number[];
}

/** Impacts on the customer's most likely products. @throws LikelyError `customer.unknown`, `model.not_explainable` */
export function explainCustomer(predictor: Predictor, customer: string, limit: number, whatIf?: WhatIf): Explanation[] {
	if (!whatIf && predictor.model.withHistory) return explainHistory(predictor, customer, limit);
	const asked = whatIf ?? new WhatIf(predictor);
	const row = predictor.rowOf(customer);
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	return order.slice(0, limit).map((product) => asked.explainRow(row, product));
}
