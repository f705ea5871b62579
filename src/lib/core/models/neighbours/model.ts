import { LikelyError } from '../../errors.js';
import type { Examples, FeatureSet, Question, SparseRows } from '../../features/types.js';
import { coalitionsByRows } from '../coalitions-by-rows.js';
import type { CoalitionQuestion, Coalitions, EncodedModel, Likeness, Model, Numbers } from '../types.js';
import { NeighbourAnswers } from './answers.js';
import type { NeighbourInputs } from './inputs.js';
import { likenessOf } from './likeness.js';
import type { Memory } from './memory.js';
import { TermReader, TERMS } from './terms.js';

const version = 1;

export interface NeighboursParts {
	readonly kind: Question['kind'];
	/** Days that are asked about, for `next`; 1 otherwise, and in models that were stored without it. */
	readonly horizon: number;
	/** Most neighbours that are asked. */
	readonly neighbours: number;
	/** [terms] of the logistic regression. */
	readonly weights: Float64Array;
	readonly memory: Memory;
}

/** Answers from whole histories: free vectors say what was bought, and not the named features. */
export class NeighboursModel implements Model {
	readonly family = 'neighbours';
	#reader: TermReader | undefined;
	#answers: NeighbourAnswers | undefined;

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly parts: NeighboursParts
	) {}

	/** Made at first use: decoding a project stays quick. */
	get reader(): TermReader {
		this.#reader ??= new TermReader(this.parts.memory, this.parts.neighbours);
		return this.#reader;
	}

	get inputs(): NeighbourInputs {
		return this.#answer.inputs;
	}

	get #answer(): NeighbourAnswers {
		this.#answers ??= new NeighbourAnswers(this.reader, this.parts, this.products, this.parts.weights);
		return this.#answers;
	}

	predict(examples: Examples): Float32Array {
		const p = new Float32Array(examples.rows * this.products.length);
		let at = 0;
		for (const terms of this.reader.rows(examples)) at = probabilities(terms, this.parts.weights, p, at);
		return p;
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		const width = this.inputs.features.customer.length;
		return Float32Array.from({ length: rows }, (_, r) => this.#answer.one(product, table.subarray(r * width, (r + 1) * width)));
	}

	effectiveCoalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		// For `ever` each product that is owned has neighbours of its own.
		if (this.parts.kind === 'ever') return coalitionsByRows(this, product, current, baseline, groups);
		return this.#answer.coalitions(product, current, baseline, groups);
	}

	foresee(asked: readonly CoalitionQuestion[], current: Float32Array, baseline: Float32Array): void {
		this.#answer.foresee(asked, current, baseline);
	}

	likeness(examples: Examples, row: number, product: number): Likeness {
		return likenessOf(this.reader, examples, row, product);
	}

	encode(): EncodedModel {
		const { kind, horizon, neighbours, weights, memory } = this.parts;
		const { customer, before, after, rate } = memory;
		const narrow = (products: Int32Array) => (this.products.length <= 2 ** 16 ? Uint16Array.from(products) : products);
		return {
			family: this.family,
			version,
			features: this.features,
			products: this.products,
			meta: { kind, horizon, neighbours },
			buffers: {
				weights,
				customer,
				rate,
				beforeStart: before.start,
				beforeProduct: narrow(before.product),
				beforeCount: before.count,
				afterStart: after.start,
				afterProduct: narrow(after.product)
			}
		};
	}
}

/** Writes the probabilities of one row's terms, [products × terms], from `at` on; returns where they end. */
export function probabilities(terms: Float64Array, weights: Float64Array, out: Float32Array, at: number): number {
	for (let from = 0; from < terms.length; from += TERMS) {
		let z = 0;
		for (let t = 0; t < TERMS; t++) z += weights[t] * terms[from + t];
		out[at++] = 1 / (1 + Math.exp(-z));
	}
	return at;
}

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeNeighbours({ version: found, meta, features, products, buffers }: EncodedModel): NeighboursModel {
	const damaged = (part: string) => new LikelyError('model.damaged', { family: 'neighbours', part });
	if (found !== version) throw damaged('version');
	const { kind, neighbours, horizon = 1 } = meta;
	if (kind !== 'next' && kind !== 'next-order' && kind !== 'ever') throw damaged('kind');
	if (typeof neighbours !== 'number' || !Number.isInteger(neighbours) || neighbours < 1 || neighbours > 2 ** 20) throw damaged('neighbours');
	if (typeof horizon !== 'number' || !(horizon >= 1) || !Number.isFinite(horizon)) throw damaged('horizon');
	const { weights, customer, rate, beforeCount } = buffers;
	if (!(weights instanceof Float64Array) || weights.length !== TERMS || !weights.every(Number.isFinite)) throw damaged('weights');
	if (!(customer instanceof Uint32Array) || !customer.length) throw damaged('customer');
	if (!(rate instanceof Float32Array) || rate.length !== products.length || rate.some((r) => !(r >= 0 && r <= 1))) throw damaged('rate');
	const before = sparseRows(buffers.beforeStart, buffers.beforeProduct, customer.length, products.length);
	const after = sparseRows(buffers.afterStart, buffers.afterProduct, customer.length, products.length);
	if (!before || !after) throw damaged('rows');
	if (!(beforeCount instanceof Uint16Array) || beforeCount.length !== before.product.length || beforeCount.includes(0)) throw damaged('counts');
	const memory = { customer, before: { ...before, count: beforeCount }, after, rate };
	return new NeighboursModel(features, products, { kind, horizon, neighbours, weights, memory });
}

/** Compressed rows whose products ascend and exist, or undefined. */
function sparseRows(start: Numbers | undefined, product: Numbers | undefined, rows: number, products: number): SparseRows | undefined {
	const wanted = products <= 2 ** 16 ? Uint16Array : Int32Array;
	if (!(start instanceof Int32Array) || !(product instanceof wanted)) return undefined;
	if (start.length !== rows + 1 || start[0] !== 0 || start[rows] !== product.length) return undefined;
	for (let r = 0; r < rows; r++) {
		if (start[r + 1] < start[r]) return undefined;
		for (let e = start[r]; e < start[r + 1]; e++)
			if (product[e] < 0 || product[e] >= products || (e > start[r] && product[e] <= product[e - 1])) return undefined;
	}
	return { start, product: Int32Array.from(product) };
}
