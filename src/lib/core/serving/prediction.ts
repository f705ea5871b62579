import { LikelyError } from '../errors.js';
import type { Interval } from '../evaluation/interval.js';
import type { Impact } from '../explanation/types.js';
import type { Question } from '../features/types.js';
import type { Unlike } from '../project/cards.js';
import type { Predictor } from '../project/predictor.js';
import { sourceOf } from './customer-source.js';
import type { CustomerSource } from './customer-source.js';
import { nameField } from './product-name.js';
import { told } from './told.js';

/** Days since 1970-01-01 as an ISO date. */
export function isoDate(day: number): string {
	return new Date(Math.floor(day) * 86_400_000).toISOString().slice(0, 10);
}

/** One product of an answer. `average`: the model's mean over all customers. `ad`: at or above the threshold. */
export interface ProductAnswer {
	readonly product: string;
	/** What the product is called, where it is a code whose name the data says. */
	readonly product_name?: string;
	readonly probability: number;
	/** Holds the true probability in `interval_level` of such answers. */
	readonly interval: Interval;
	readonly average: number;
	readonly ad: boolean;
	/** Probability of the baseline customer, which the impacts start from; there where impacts were asked for. */
	readonly baseline?: number;
	readonly impacts?: readonly Impact[];
}

/** One customer's answer, as /predict gives it and `likely predict --json` prints it. Products: most likely first. */
export interface PredictionAnswer {
	readonly customer_id: string;
	/** The day from which the question looks ahead, ISO date. */
	readonly as_of: string;
	readonly model: string;
	readonly model_time: string;
	readonly question: { readonly kind: Question['kind']; readonly horizon_days?: number };
	readonly threshold: number;
	readonly interval_level: number;
	/** Values that set the customer apart from all that the model learned from; nearly always empty. */
	readonly unlike: readonly Unlike[];
	readonly ads: readonly string[];
	readonly products: readonly ProductAnswer[];
}

export interface AnswerOptions {
	readonly threshold?: number;
	/** Only this product. */
	readonly product?: string;
	/** With the impacts of every parameter. */
	readonly explain?: boolean;
}

/**
 * A customer's answer.
 * @throws LikelyError `customer.unknown`, `product.unknown`
 */
export function predictionAnswer(from: Predictor | CustomerSource, customer: string, options: AnswerOptions = {}): PredictionAnswer {
	const { product, explain = false } = options;
	const source = sourceOf(from);
	const prediction = source.predict(customer, options.threshold);
	const { question } = prediction;
	if (product !== undefined && !source.products.includes(product)) throw new LikelyError('product.unknown', { product });
	const asked = prediction.products.filter((row) => product === undefined || row.product === product);
	const list = explain ? source.explain(customer, product === undefined ? undefined : source.products.indexOf(product)) : [];
	const explanations = new Map(list.map((explanation) => [explanation.product, explanation]));
	return {
		customer_id: customer,
		as_of: isoDate(prediction.asOf),
		model: prediction.model,
		model_time: source.card.time,
		question: { kind: question.kind, ...(question.kind === 'next' && { horizon_days: question.horizon }) },
		threshold: prediction.threshold,
		interval_level: prediction.level,
		unlike: prediction.unlike,
		ads: asked.filter((row) => row.ad).map((row) => row.product),
		products: asked.map(({ product, ...row }) => {
			const explanation = explanations.get(product);
			return { product, ...nameField(source, product), ...row, ...(explanation && told(explanation)) };
		})
	};
}
