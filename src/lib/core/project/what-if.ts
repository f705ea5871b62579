import { LikelyError } from '../errors.js';
import { parameterGroups } from '../explanation/groups.js';
import { calculateParameterImpact, directionOf, productRules, rulesFor } from '../explanation/rules.js';
import { shapleyOfWorths, shapleyValues } from '../explanation/shapley.js';
import { parameterName, slug } from '../features/registry.js';
import { pairVector } from '../features/table.js';
import type { Explanation, Impact, ParameterValue } from '../explanation/types.js';
import type { FeatureDefinition } from '../features/types.js';
import type { WhatIfAnswer, WhatIfRequest, WhatIfStart } from './cards.js';
import { featureRanges, parameter, toNumber, toValue } from './parameters.js';
import type { Range } from './parameters.js';
import type { Predictor } from './predictor.js';

/** More differing parameters than this are sampled: 2^14 coalitions a product. */
const EXACT = 14;
/** A quarter of a shown tenth of a point: smaller impacts read as none. */
const NEUTRAL = 0.0005;

/** Changes to any parameter of a real or invented customer, and what each does to every product's probability. */
export class WhatIf {
	readonly #features: readonly FeatureDefinition[];
	readonly #ranges: readonly Range[];
	readonly #typical: Float32Array;

	/** @throws LikelyError `model.not_explainable` for a model that does not answer from named parameters */
	constructor(readonly predictor: Predictor) {
		if (!predictor.model.predictProduct) throw new LikelyError('model.not_explainable', { family: predictor.card.family });
		const { features } = predictor.examples;
		this.#features = [...features.customer, ...features.product];
		this.#ranges = featureRanges(predictor.examples);
		this.#typical = typicalCustomer(predictor);
	}

	/** Every parameter with its value, the baseline's and its range; without a customer, the baseline's values. */
	start(customer?: string): WhatIfStart {
		const { features } = this.predictor.examples;
		const { products } = this.predictor;
		const width = features.customer.length;
		const row = customer === undefined ? -1 : this.predictor.rowOf(customer);
		const plain = row < 0 ? this.#typical : this.#customerVector(row);
		const own = features.customer.map((f, i) => parameter(f, this.#ranges[i], plain[i], this.#typical[i]));
		const perProduct = products.flatMap((product, p) => {
			const vector = this.#vector(row, p);
			return features.product.map((f, i) =>
				parameter(f, this.#ranges[width + i], vector[width + i], this.#typical[width + i], product)
			);
		});
		return { customer, parameters: [...own, ...perProduct], products };
	}

	/** @throws LikelyError `customer.unknown`, `parameter.unknown`, `parameter.not_a_number` */
	answer(request: WhatIfRequest): WhatIfAnswer {
		const { products, model } = this.predictor;
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
			fixed[product] = calculateParameterImpact(this.#values(current, product), rulesFor(rules, slug(product)));
			return this.explain(p, current, edited(this.#typical, baseEdits, p));
		});
		explanations.sort((a, b) => b.probability - a.probability);
		return { explanations, rules: fixed, before };
	}

	/** Exact Shapley values of the calibrated probability, from the baseline to the current vector of one product. */
	explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		const { model, products } = this.predictor;
		const name = products[product];
		const groups = parameterGroups(this.predictor.examples.features);
		const moved = groups.filter(({ columns }) => columns.some((c) => !Object.is(current[c], baseline[c])));
		const columns = moved.map((g) => g.columns);
		let found: { baseline: number; probability: number; impacts: Float64Array; standardError: number };
		if (model.coalitions && moved.length <= EXACT) {
			const worth = model.coalitions(product, current, baseline, columns);
			const impacts = shapleyOfWorths(worth, moved.length);
			found = { baseline: worth[0], probability: worth[worth.length - 1], impacts, standardError: 0 };
		} else {
			const evaluate = (table: Float32Array, rows: number) =>
				model.predictProduct?.(product, table, rows) ?? new Float32Array(rows);
			found = shapleyValues(evaluate, current, baseline, columns, { seed: this.predictor.project.seed });
		}
		const impacts = groups.map(({ lead }) => {
			const at = moved.findIndex((g) => g.lead === lead);
			const impact = at < 0 ? 0 : found.impacts[at];
			return {
				parameter: this.#name(lead, name),
				value: toValue(this.#features[lead], current[lead]),
				baseline: toValue(this.#features[lead], baseline[lead]),
				impact,
				direction: directionOf(impact, NEUTRAL)
			};
		});
		impacts.sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact));
		const { baseline: from, probability, standardError } = found;
		return { product: name, baseline: from, probability, impacts, standardError };
	}

	/** Why one customer's product has its probability, against the typical customer. */
	explainRow(row: number, product: number): Explanation {
		return this.explain(product, this.#vector(row, product), this.#typical);
	}

	#name(feature: number, product: string): string {
		const definition = this.#features[feature];
		return definition.scope === 'customer' ? definition.name : parameterName(product, definition.name);
	}

	#values(vector: Float32Array, product: string): Record<string, ParameterValue> {
		return Object.fromEntries(this.#features.map((f, i) => [this.#name(i, product), toValue(f, vector[i])]));
	}

	/** Input of one product; row -1 is the invented customer. */
	#vector(row: number, product: number): Float32Array {
		return row < 0 ? this.#typical : pairVector(this.predictor.examples, row, product);
	}

	#customerVector(row: number): Float32Array {
		const width = this.predictor.examples.features.customer.length;
		return this.predictor.examples.x.subarray(row * width, (row + 1) * width);
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

/**
 * The baseline customer: the median of each number over all customers, the most frequent category, and no history
 * with the product. [customer + product features]
 */
function typicalCustomer({ examples }: Predictor): Float32Array {
	const { features, x, rows, absentX } = examples;
	const width = features.customer.length;
	const vector = new Float32Array(width + features.product.length);
	features.customer.forEach((feature, i) => {
		const values = new Float32Array(rows);
		for (let r = 0; r < rows; r++) values[r] = x[r * width + i];
		vector[i] = feature.kind === 'number' ? median(values) : mode(values);
	});
	vector.set(absentX, width);
	return vector;
}

function median(values: Float32Array): number {
	const known = values.filter((v) => !Number.isNaN(v)).sort();
	return known.length ? known[(known.length - 1) >> 1] : NaN;
}

function mode(values: Float32Array): number {
	const counts = new Map<number, number>();
	let best = NaN;
	for (const v of values) {
		const n = (counts.get(v) ?? 0) + 1;
		counts.set(v, n);
		if (n > (counts.get(best) ?? 0)) best = v;
	}
	return best;
}
