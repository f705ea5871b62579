import { LikelyError } from '../errors.js';
import { explainPair } from '../explanation/explain.js';
import { columnNames, valueOf } from '../explanation/parameter-values.js';
import { calculateParameterImpact, productRules, rulesFor } from '../explanation/rules.js';
import { slug } from '../features/registry.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../explanation/types.js';
import type { BaselineOf, Subject, WhatIfAnswer, WhatIfRequest, WhatIfStart } from './cards.js';
import { featureRanges, parameter } from './parameters.js';
import type { Range } from './parameters.js';
import type { Predictor } from './predictor.js';
import { edited, WhatIfInputs } from './what-if-inputs.js';
import type { Inputs } from './what-if-inputs.js';

/** What was answered last for one product: as long as its vectors stay, so does the answer. */
interface Answered {
	readonly current: Float32Array;
	readonly baseline: Float32Array;
	readonly explanation: Explanation;
}

/** Changes to any parameter of a real or invented customer, and what each does to every product's probability. */
export class WhatIf {
	readonly inputs: WhatIfInputs;
	readonly #ranges: readonly Range[];
	readonly #answered = new Map<number, Answered>();
	#before: { readonly inputs: Inputs; readonly probabilities: Readonly<Record<string, number>> } | undefined;
	#rules: { readonly key: string; readonly byProduct: readonly RuleSet[] } | undefined;

	/** @throws LikelyError `model.not_explainable` for a model that does not answer from named parameters */
	constructor(readonly predictor: Predictor) {
		const { model, examples, card } = predictor;
		if (!model.predictProduct) throw new LikelyError('model.not_explainable', { family: card.family });
		this.inputs = new WhatIfInputs(predictor);
		this.#ranges = featureRanges(examples);
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
			const explanation = this.#explained(p, current[p], baseline[p]);
			after[products[p]] = explanation.probability;
			fixed[products[p]] = this.#ruleImpacts(rules[p], p, current[p]);
			return explanation;
		});
		if (explanations.length < products.length)
			products.forEach((product, p) => (after[product] ??= this.probability(p, current[p])));
		explanations.sort((a, b) => b.probability - a.probability);
		return { explanations, rules: fixed, before: this.#beforeOf(request.customer), after };
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

	/** Impacts that lead from one input of a product to another. */
	explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		const { model, examples, project } = this.predictor;
		return explainPair(model, examples.features, product, current, baseline, { seed: project.seed });
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

	#explained(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		const before = this.#answered.get(product);
		if (before && same(before.current, current) && same(before.baseline, baseline)) return before.explanation;
		const explanation = this.explain(product, current, baseline);
		this.#answered.set(product, { current, baseline, explanation });
		return explanation;
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

	#rulesOf(rules: RuleSet): readonly RuleSet[] {
		const key = JSON.stringify(rules);
		if (this.#rules?.key !== key)
			this.#rules = { key, byProduct: this.predictor.products.map((product) => rulesFor(rules, slug(product))) };
		return this.#rules.byProduct;
	}

	#ruleImpacts(rules: RuleSet, product: number, vector: Float32Array): Impact[] {
		const names = columnNames(this.predictor.examples.features, this.predictor.products[product]);
		const values: Record<string, ParameterValue> = {};
		for (const { parameter } of rules.rules) {
			const c = names.indexOf(parameter);
			if (c >= 0) values[parameter] = valueOf(this.inputs.features[c], vector[c]);
		}
		return calculateParameterImpact(values, rules);
	}
}

function same(a: Float32Array, b: Float32Array): boolean {
	return a === b || a.every((value, i) => Object.is(value, b[i]));
}

/** Impacts on the customer's most likely products. @throws LikelyError `customer.unknown`, `model.not_explainable` */
export function explainCustomer(predictor: Predictor, customer: string, limit: number, whatIf = new WhatIf(predictor)): Explanation[] {
	const row = predictor.rowOf(customer);
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	return order.slice(0, limit).map((product) => whatIf.explainRow(row, product));
}
