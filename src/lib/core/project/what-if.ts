import { LikelyError } from '../errors.js';
import { baselineVector } from '../explanation/baseline.js';
import { explainPair } from '../explanation/explain.js';
import { namedValues } from '../explanation/parameter-values.js';
import { calculateParameterImpact, productRules, rulesFor } from '../explanation/rules.js';
import { parameterName, slug } from '../features/registry.js';
import { pairVector } from '../features/table.js';
import type { Explanation, Impact, ParameterValue } from '../explanation/types.js';
import type { FeatureDefinition } from '../features/types.js';
import type { WhatIfAnswer, WhatIfRequest, WhatIfStart } from './cards.js';
import { featureRanges, parameter, toNumber } from './parameters.js';
import type { Range } from './parameters.js';
import type { Predictor } from './predictor.js';

/** Changes to any parameter of a real or invented customer, and what each does to every product's probability. */
export class WhatIf {
	readonly #features: readonly FeatureDefinition[];
	readonly #ranges: readonly Range[];
	/** [products] the average customer's input. */
	readonly #average: readonly Float32Array[];

	/** @throws LikelyError `model.not_explainable` for a model that does not answer from named parameters */
	constructor(readonly predictor: Predictor) {
		const { model, examples, products, card } = predictor;
		if (!model.predictProduct) throw new LikelyError('model.not_explainable', { family: card.family });
		this.#features = [...examples.features.customer, ...examples.features.product];
		this.#ranges = featureRanges(examples);
		this.#average = products.map((_, product) => baselineVector(examples, product));
	}

	/** Every parameter with its value, the baseline's and its range; without a customer, the baseline's values. */
	start(customer?: string): WhatIfStart {
		const { examples, products } = this.predictor;
		const width = examples.features.customer.length;
		const row = customer === undefined ? -1 : this.predictor.rowOf(customer);
		const vectors = products.map((_, p) => this.#vector(row, p));
		const own = row < 0 ? this.#average[0] : examples.x.subarray(row * width, (row + 1) * width);
		const parameters = examples.features.customer.map((f, i) => parameter(f, this.#ranges[i], own[i], this.#average[0][i]));
		vectors.forEach((vector, p) =>
			examples.features.product.forEach((f, i) => {
				const c = width + i;
				parameters.push(parameter(f, this.#ranges[c], vector[c], this.#average[p][c], products[p]));
			})
		);
		return { customer, parameters, products };
	}

	/** @throws LikelyError `customer.unknown`, `parameter.unknown`, `parameter.not_a_number` */
	answer(request: WhatIfRequest): WhatIfAnswer {
		const { products, model, examples } = this.predictor;
		const row = request.customer === undefined ? -1 : this.predictor.rowOf(request.customer);
		const edits = this.#edits(request.values);
		const baseEdits = this.#edits(request.baseline ?? {});
		const rules = request.rules ?? productRules;
		const before: Record<string, number> = {};
		const fixed: Record<string, readonly Impact[]> = {};
		const explanations = products.map((product, p) => {
			const original = this.#vector(row, p);
			const current = edited(original, edits, p);
			before[product] = model.predictProduct?.(p, original, 1)[0] ?? NaN;
			fixed[product] = calculateParameterImpact(
				namedValues(examples.features, product, current),
				rulesFor(rules, slug(product))
			);
			return this.#explain(p, current, edited(this.#average[p], baseEdits, p));
		});
		explanations.sort((a, b) => b.probability - a.probability);
		return { explanations, rules: fixed, before };
	}

	/** Why one customer's product has its probability, against the average customer. */
	explainRow(row: number, product: number): Explanation {
		return this.#explain(product, this.#vector(row, product), this.#average[product]);
	}

	#explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		const { model, examples, project } = this.predictor;
		return explainPair(model, examples.features, product, current, baseline, { seed: project.seed });
	}

	/** Input of one product; row -1 is the invented customer. */
	#vector(row: number, product: number): Float32Array {
		return row < 0 ? this.#average[product] : pairVector(this.predictor.examples, row, product);
	}

	/** Edits by column: for all products (product -1) or for one. */
	#edits(values: Readonly<Record<string, ParameterValue>>): Edit[] {
		const { products } = this.predictor;
		return Object.entries(values).map(([name, value]) => {
			const own = this.#features.findIndex((f) => f.scope === 'customer' && f.name === name);
			if (own >= 0) return { column: own, product: -1, number: toNumber(this.#features[own], value) };
			for (let column = 0; column < this.#features.length; column++) {
				const feature = this.#features[column];
				if (feature.scope !== 'product' || !name.endsWith(`_${feature.name}`)) continue;
				const product = products.findIndex((p) => parameterName(p, feature.name) === name);
				if (product >= 0) return { column, product, number: toNumber(feature, value) };
			}
			throw new LikelyError('parameter.unknown', { parameter: name });
		});
	}
}

interface Edit {
	readonly column: number;
	readonly product: number;
	readonly number: number;
}

function edited(vector: Float32Array, edits: readonly Edit[], product: number): Float32Array {
	const copy = vector.slice();
	for (const edit of edits) if (edit.product < 0 || edit.product === product) copy[edit.column] = edit.number;
	return copy;
}

/** Impacts on the customer's most likely products. @throws LikelyError `customer.unknown`, `model.not_explainable` */
export function explainCustomer(predictor: Predictor, customer: string, limit: number, whatIf = new WhatIf(predictor)): Explanation[] {
	const row = predictor.rowOf(customer);
	const p = predictor.probabilities(row);
	const order = Array.from(p.keys()).sort((a, b) => p[b] - p[a]);
	return order.slice(0, limit).map((product) => whatIf.explainRow(row, product));
}
