import { LikelyError } from '../errors.js';
import type { Intervals } from '../evaluation/interval.js';
import { editOrders, snapshotOf } from '../features/edit.js';
import { MONEY_SCALE } from '../features/baskets.js';
import { highValueFrom } from '../features/spending.js';
import { pairVector } from '../features/table.js';
import { typicalLines } from '../features/typical.js';
import type { OrderBook } from '../features/types.js';
import { asInputs, inputFeatures, readsHistories } from '../models/inputs.js';
import type { Model } from '../models/types.js';
import type { Predictor } from '../project/predictor.js';
import type { TrainedModel } from '../project/types.js';
import { usualOf } from '../project/unlike.js';
import type { Usual } from '../project/usual.js';
import { WhatIfAnswers } from '../project/what-if-answers.js';
import type { Inputs } from '../project/what-if-answers.js';
import type { StrangerRequest, StrangerSource } from './hypothetical.js';

/** What answers about somebody who is in no order take of the orders. Plain data. */
export interface KeptStrangers {
	readonly attributes: readonly { readonly name: string; readonly values: readonly string[] }[];
	readonly from: number;
	readonly to: number;
	/** [products] what a bought line of each product usually is. */
	readonly typicalAmount: Float64Array;
	readonly typicalQuantity: Float64Array;
	/** From what total on a customer is of high value, ten-thousandths; NaN where no line has an amount. */
	readonly highValue: number;
	/** [customer features] as `Usual`; null: anything is. */
	readonly usual: readonly (Exclude<Usual, { codes: unknown }> | { readonly codes: readonly number[] } | null)[];
}

/** What to keep of a predictor; undefined where it takes all orders: for `next-order` the limit of high value has another moment with each order. */
export function keptStrangers(predictor: Predictor): KeptStrangers | undefined {
	const { book } = predictor.project;
	if (predictor.card.question.kind === 'next-order' || readsHistories(predictor.model)) return undefined;
	const { amount, quantity } = typicalLines(book);
	return {
		attributes: book.attributes.map(({ name, values }) => ({ name, values })),
		from: book.from,
		to: book.to,
		typicalAmount: amount,
		typicalQuantity: quantity,
		highValue: highValueFrom(book, book.to + 1, undefined),
		usual: usualOf(predictor).map((usual) => (usual && 'codes' in usual ? { codes: [...usual.codes] } : (usual ?? null)))
	};
}

interface Means {
	readonly project: { readonly name: string; readonly threshold: number; readonly seed: number; readonly card: TrainedModel };
	readonly model: Model;
	readonly intervals: Intervals;
	readonly averages: Float64Array;
	/** [products] as in OrderBook; empty where the book has none. */
	readonly productNames: readonly string[];
	/** [products × (customer + product features of what the model takes)] the average customer. */
	readonly baseline: Float32Array;
}

/** Answers about somebody made up as a predictor of the whole project does, to the bit. */
export class KeptStrangerSource implements StrangerSource {
	readonly book: OrderBook;
	readonly #answers: WhatIfAnswers;
	readonly #average: Inputs;

	constructor(
		readonly means: Means,
		readonly kept: KeptStrangers
	) {
		const { model, baseline, project, intervals, productNames } = means;
		const { products } = model;
		const width = baseline.length / products.length;
		this.book = bookOf(products, productNames, kept);
		this.#average = products.map((_, p) => baseline.slice(p * width, (p + 1) * width));
		const usual = kept.usual.map((one) => (one && 'codes' in one ? { codes: new Set(one.codes) } : (one ?? undefined)));
		this.#answers = new WhatIfAnswers({ model, features: inputFeatures(model), products, seed: project.seed, intervals, usual });
	}

	get name() {
		return this.means.project.name;
	}
	get card() {
		return this.means.project.card;
	}
	get threshold() {
		return this.means.project.threshold;
	}
	get intervals() {
		return this.means.intervals;
	}
	get averages() {
		return this.means.averages;
	}
	get typical() {
		return { amount: this.kept.typicalAmount, quantity: this.kept.typicalQuantity };
	}

	answer({ facts, ...request }: StrangerRequest) {
		const current = facts.length ? this.#snapshot(facts) : this.#average;
		return this.#answers.answer({ current, baseline: this.#average, before: {} }, request);
	}

	#snapshot(facts: StrangerRequest['facts']): Inputs {
		const examples = snapshotOf(editOrders(this.book, undefined, facts), this.card.question);
		if (!examples.rows) throw new LikelyError('edit.nothing_bought', { customer: '' });
		const inputs = asInputs(this.means.model, examples);
		return this.means.model.products.map((_, p) => pairVector(inputs, 0, p));
	}
}

/** A book in which one customer spent so much that they are the limit of high value, and nobody else did anything. */
function bookOf(products: readonly string[], productNames: readonly string[], { attributes, from, to, highValue }: KeptStrangers): OrderBook {
	return {
		customers: [''],
		products,
		productNames,
		orderIds: [''],
		customerOrders: Int32Array.of(0, 1),
		orderTime: Float64Array.of(from),
		orderLines: Int32Array.of(0, 1),
		lineProduct: Int32Array.of(0),
		lineAmount: Float64Array.of(highValue / MONEY_SCALE),
		lineQuantity: Float64Array.of(1),
		lineReturned: new Uint8Array(1),
		attributes: attributes.map(({ name, values }) => ({ name, values, ofOrder: Int32Array.of(-1) })),
		from,
		to
	};
}
