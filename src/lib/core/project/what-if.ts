import type { Explanation } from '../explanation/types.js';
import { asInputs, inputFeatures } from '../models/inputs.js';
import type { Subject, WhatIfAnswer, WhatIfBasis, WhatIfRequest, WhatIfStart } from './cards.js';
import { featureRanges, parameter } from './parameters.js';
import type { Range } from './parameters.js';
import type { Predictor } from './predictor.js';
import { usualInputs } from './unlike.js';
import { WhatIfAnswers } from './what-if-answers.js';
import type { AnswerInputs, Inputs } from './what-if-answers.js';
import { WhatIfInputs } from './what-if-inputs.js';

/** Changes to any parameter of a real or invented customer, and what each does to every product's probability. */
export class WhatIf {
	readonly inputs: WhatIfInputs;
	readonly answers: WhatIfAnswers;
	readonly #ranges: readonly Range[];
	#before: { readonly inputs: Inputs; readonly probabilities: Readonly<Record<string, number>> } | undefined;

	constructor(readonly predictor: Predictor) {
		const { model, project, products, intervals } = predictor;
		this.inputs = new WhatIfInputs(predictor);
		this.#ranges = featureRanges(predictor.population);
		this.answers = new WhatIfAnswers({ model, features: inputFeatures(model), ...(this.#takesNamed() ? {} : { named: predictor.examples.features }), products, seed: project.seed, intervals, usual: usualInputs(predictor) });
	}

	/**
	 * Every parameter with its value as the facts leave it, the baseline's and its range; without a customer and facts,
	 * the average customer's values. Throws as `answer` does.
	 */
	start(customer?: string, { facts, baselineOf }: Omit<WhatIfBasis, 'customer'> = {}): WhatIfStart {
		const { products } = this.predictor;
		const { features } = this.answers.material;
		const width = features.customer.length;
		const vectors = this.inputs.subject(customer, facts);
		const baseline = this.inputs.baseline(baselineOf, customer);
		const own = this.#customerColumns(customer, facts, vectors);
		const parameters = features.customer.flatMap((f, c) => (f.fixed ? [] : [parameter(f, this.#ranges[c], own[c], baseline[0][c])]));
		vectors.forEach((vector, p) =>
			features.product.forEach((f, i) => {
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
		return this.answers.answer(this.answerInputs(request), request);
	}

	/** What answers start from, before single values are edited. Throws as `answer` does. */
	answerInputs({ customer, facts, baselineOf }: WhatIfBasis): AnswerInputs {
		return { current: this.inputs.subject(customer, facts), baseline: this.inputs.baseline(baselineOf, customer), ...(this.#takesNamed() ? {} : { named: this.inputs.named(customer, facts) }), before: this.#beforeOf(customer) };
	}

	/** Every product's input with facts and values edited. Throws as `answer` does. */
	current({ customer, facts, values }: Subject): Inputs {
		return this.answers.edited(this.inputs.subject(customer, facts), values);
	}

	/** Why one customer's product has its probability, against the average customer. */
	explainRow(row: number, product: number): Explanation {
		const { book } = this.predictor.project;
		const customer = book.customers[this.predictor.examples.customer[row]];
		return this.answers.explain(product, this.inputs.subject(customer)[product], this.inputs.baseline()[product]);
	}

	/** Whether the model answers from named features, besides what it reads of histories. */
	#takesNamed(): boolean {
		const { model, examples } = this.predictor;
		const taken = new Set(inputFeatures(model).customer.map(({ name }) => name));
		return examples.features.customer.every(({ name }) => taken.has(name));
	}

	/** The customer's own columns: for `ever` not those of a product's input, where its lines are left out. */
	#customerColumns(customer: string | undefined, facts: WhatIfRequest['facts'], vectors: Inputs): Float32Array {
		if (facts?.length) return asInputs(this.predictor.model, this.inputs.snapshot(customer, facts)).x;
		if (customer === undefined) return vectors[0];
		return this.predictor.inputsOf(Int32Array.of(this.predictor.rowOf(customer))).x;
	}

	#beforeOf(customer: string | undefined): Readonly<Record<string, number>> {
		const inputs = this.inputs.subject(customer);
		if (this.#before?.inputs === inputs) return this.#before.probabilities;
		const probabilities = Object.fromEntries(this.predictor.products.map((name, p) => [name, this.answers.probability(p, inputs[p])]));
		this.#before = { inputs, probabilities };
		return probabilities;
	}
}

/** Impacts on the customer's most likely products. @throws LikelyError `customer.unknown` */
export function explainCustomer(predictor: Predictor, customer: string, limit: number, whatIf = new WhatIf(predictor)): Explanation[] {
	const row = predictor.rowOf(customer);
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	return order.slice(0, limit).map((product) => whatIf.explainRow(row, product));
}
