import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import type { OrderEdit } from '../features/edit.js';
import { typicalLines } from '../features/typical.js';
import type { TypicalLines } from '../features/typical.js';
import type { OrderBook } from '../features/types.js';
import type { Intervals } from '../evaluation/interval.js';
import type { WhatIfAnswer, WhatIfRequest } from '../project/cards.js';
import { Predictor } from '../project/predictor.js';
import type { TrainedModel } from '../project/types.js';
import { passes } from '../recommendation/thresholds.js';
import { whatIfOf } from './customer-source.js';
import { isoDate } from './prediction.js';
import { nameField } from './product-name.js';
import type { AnswerOptions, PredictionAnswer } from './prediction.js';
import { told } from './told.js';

const line = v.strictObject({
	product: v.string(),
	amount: v.optional(v.pipe(v.number(), v.finite())),
	quantity: v.optional(v.pipe(v.number(), v.finite())),
	returned: v.optional(v.boolean())
});
const order = v.strictObject({
	date: v.pipe(v.string(), v.isoDate()),
	lines: v.pipe(v.array(line), v.minLength(1), v.maxLength(1000))
});

/** The body of `POST /predict`: a customer who does not exist, or one who does with changes. */
export const subjectSchema = v.strictObject({
	/** Start from this customer; without, from nobody. */
	customer_id: v.optional(v.string()),
	orders: v.optional(v.pipe(v.array(order), v.maxLength(1000))),
	attributes: v.optional(v.record(v.string(), v.string())),
	parameters: v.optional(v.record(v.string(), v.union([v.number(), v.string(), v.pipe(v.boolean(), v.transform(Number))])))
});

export type HypotheticalSubject = v.InferOutput<typeof subjectSchema>;

/** An answer for somebody made up: without an id, or with that of the customer they started from. */
export interface HypotheticalAnswer extends Omit<PredictionAnswer, 'customer_id'> {
	readonly customer_id: string | null;
	readonly hypothetical: true;
}

/** Somebody as the handler asks about them. */
export type StrangerRequest = Required<Pick<WhatIfRequest, 'facts' | 'values' | 'explain'>>;

/** What answers about somebody made up are made from: a whole project, or what was kept of it for this. */
export interface StrangerSource {
	/** The project's name. */
	readonly name: string;
	readonly card: TrainedModel;
	readonly threshold: number;
	readonly intervals: Intervals;
	/** [products] mean probabilities. */
	readonly averages: Float64Array;
	/** Products, attributes and days. */
	readonly book: OrderBook;
	readonly typical: Pick<TypicalLines, 'amount' | 'quantity'>;
	/** Throws as `WhatIf.answer` does. */
	answer(request: StrangerRequest & { readonly customer?: string }): Pick<WhatIfAnswer, 'after' | 'explanations' | 'unlike'>;
}

function sourceOf(from: Predictor | StrangerSource): StrangerSource {
	if (!(from instanceof Predictor)) return from;
	const { project, card, intervals } = from;
	return {
		...{ name: project.name, card, threshold: project.threshold, intervals, book: project.book },
		averages: from.averages(),
		get typical() {
			return typicalLines(project.book);
		},
		answer: (request) => whatIfOf(from).answer(request)
	};
}

/**
 * What somebody would buy who is described by orders, attributes and single parameters; where nothing is given, the
 * average customer's values hold. A source that is no predictor knows no customer.
 * @throws LikelyError as `WhatIf.answer` does, and `attribute.unknown` {attribute, value}
 */
export function hypotheticalAnswer(from: Predictor | StrangerSource, subject: HypotheticalSubject, options: AnswerOptions = {}): HypotheticalAnswer {
	const source = sourceOf(from);
	const { card, book, averages, intervals } = source;
	const { products } = book;
	const { product, explain = false, threshold = source.threshold } = options;
	if (product !== undefined && !products.includes(product)) throw new LikelyError('product.unknown', { product });
	const asked = product === undefined ? products : [product];
	const whole = { customer: subject.customer_id, facts: factsOf(source, subject), values: subject.parameters ?? {} };
	const { after, explanations, unlike } = source.answer({ ...whole, explain: explain ? asked : [] });
	const rows = asked
		.map((name) => {
			const p = after[name];
			return { product: name, probability: p, interval: intervals.of(p), average: averages[products.indexOf(name)], ad: passes(p, threshold) };
		})
		.sort((a, b) => b.probability - a.probability);
	const { question } = card;
	return {
		customer_id: subject.customer_id ?? null,
		hypothetical: true,
		as_of: isoDate(book.to + 1),
		model: card.family,
		model_time: card.time,
		question: { kind: question.kind, ...(question.kind === 'next' && { horizon_days: question.horizon }) },
		threshold,
		interval_level: intervals.level,
		unlike,
		ads: rows.filter(({ ad }) => ad).map((row) => row.product),
		products: rows.map(({ product, ...row }) => {
			const why = explanations.find((explanation) => explanation.product === product);
			return { product, ...nameField(book, product), ...row, ...(why && told(why)) };
		})
	};
}

/** Orders and attributes by name as edits of the book. What a line leaves out is what is usual for its product. */
function factsOf({ book, typical }: StrangerSource, { orders = [], attributes = {} }: HypotheticalSubject): OrderEdit[] {
	const index = (product: string) => {
		const found = book.products.indexOf(product);
		if (found < 0) throw new LikelyError('product.unknown', { product });
		return found;
	};
	return [
		...orders.map(({ date, lines }): OrderEdit => ({
			kind: 'add-order',
			time: Date.parse(`${date}T00:00:00Z`) / 86_400_000,
			lines: lines.map(({ product: name, amount, quantity, returned = false }) => {
				const product = index(name);
				return { product, amount: amount ?? typical.amount[product], quantity: quantity ?? typical.quantity[product], returned };
			})
		})),
		...Object.entries(attributes).map(([name, word]): OrderEdit => {
			const attribute = book.attributes.findIndex((each) => each.name === name);
			const value = book.attributes[attribute]?.values.indexOf(word) ?? -1;
			if (value < 0) throw new LikelyError('attribute.unknown', { attribute: name, value: word });
			return { kind: 'set-attribute', attribute, value };
		})
	];
}
