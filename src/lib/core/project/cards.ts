import type { Mapping, Quality } from '../data/types.js';
import type { Interval } from '../evaluation/interval.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../explanation/types.js';
import type { OrderEdit } from '../features/edit.js';
import type { FeatureDefinition, FeatureSet, Question } from '../features/types.js';
import type { TrainedModel } from './types.js';

export type { NewLine, OrderEdit } from '../features/edit.js';
export type * from './audience-cards.js';
export type * from './insight-cards.js';
export type { ProductLikeness } from './likeness.js';

/** A model's card without its weights. */
export type ModelCard = Omit<TrainedModel, 'model'>;

/** A project as the page shows it: everything but orders and weights. */
export interface ProjectCard {
	readonly id: string;
	readonly name: string;
	readonly created: string;
	readonly mapping: Mapping;
	readonly quality: Quality;
	readonly question: Question;
	readonly seed: number;
	readonly threshold: number;
	readonly customers: number;
	readonly products: readonly string[];
	/** [products] what each is called where products are codes, '' where that is unknown. */
	readonly productNames?: readonly string[];
	readonly features: FeatureSet;
	readonly models: readonly ModelCard[];
	readonly chosen?: string;
}

export interface CustomerRow {
	readonly id: string;
	readonly orders: number;
	/** NaN where the data has no amounts. */
	readonly spent: number;
	/** Day of the last order, days since 1970-01-01. */
	readonly lastOrder: number;
	readonly topProduct: string;
	readonly topProbability: number;
	/** Products at or above the threshold. */
	readonly ads: number;
}

export interface CustomerQuery {
	readonly search: string;
	readonly sort: 'id' | 'orders' | 'spent' | 'lastOrder' | 'topProbability' | 'ads';
	readonly descending: boolean;
	readonly offset: number;
	readonly limit: number;
}

export interface ProductProbability {
	readonly product: string;
	readonly probability: number;
	/** Where the true probability lies, at the level of the answer. */
	readonly interval: Interval;
	/** The same model's mean over all customers: what an average customer has. */
	readonly average: number;
	readonly ad: boolean;
}

/**
 * A value that sets a customer apart from those that the model learned from: beyond the bound, on the side away from
 * which the share of them lies; or, without a bound, a word that none of them had.
 */
export interface Unlike {
	readonly parameter: string;
	readonly value: ParameterValue;
	readonly bound?: number;
	readonly side?: 'above' | 'below';
	readonly share: number;
}

/** One customer's answer, best product first. */
export interface CustomerPrediction {
	readonly customer: string;
	readonly asOf: number;
	readonly question: Question;
	readonly model: string;
	readonly threshold: number;
	/** Share of the true probabilities that the intervals are made to hold. */
	readonly level: number;
	/** What the model never saw the like of; empty for nearly everybody. */
	readonly unlike: readonly Unlike[];
	readonly products: readonly ProductProbability[];
	readonly parameters: Readonly<Record<string, ParameterValue>>;
	/** The last orders, newest first: day, products. */
	readonly orders: readonly { readonly id: string; readonly day: number; readonly products: readonly string[]; readonly amount: number }[];
}

/** A parameter that can be edited: its definition, the value now, and what values the training data had. */
export interface Parameter {
	/** Feature name; product features with their product's slug: printers_purchases_last_6m. */
	readonly name: string;
	readonly feature: FeatureDefinition;
	readonly product?: string;
	readonly value: ParameterValue;
	readonly baseline: ParameterValue;
	readonly low: number;
	readonly high: number;
	readonly step: number;
}

export interface WhatIfStart {
	readonly customer?: string;
	readonly parameters: readonly Parameter[];
	readonly products: readonly string[];
}

/**
 * Whom a customer is compared with. average: the typical customer. original: 5 orders, 250 spent and so on, as the
 * fixed-weight rules have it. earlier: the same customer as they stood so many days before now, without any edits.
 * customer: somebody else as they stand now.
 */
export type BaselineOf =
	| { readonly kind: 'average' }
	| { readonly kind: 'original' }
	| { readonly kind: 'earlier'; readonly days: number }
	| { readonly kind: 'customer'; readonly customer: string };

/** A customer as the what-if has them: of the data or invented, with changed facts, and values edited on top. */
export interface Subject {
	readonly customer?: string;
	/**
	 * Changes of orders, applied in turn; every parameter is computed anew from what they leave. Without a customer
	 * they are the orders of somebody new. Products, orders and lines are indices as `OrderSheet` gives them.
	 */
	readonly facts?: readonly OrderEdit[];
	/** Single values by parameter name, laid over what the facts give; hypothetical, since no order says so. */
	readonly values?: Readonly<Record<string, ParameterValue>>;
}

/** What is laid under single values: a customer with changed facts, and whom they are compared with. */
export interface WhatIfBasis extends Pick<Subject, 'customer' | 'facts'> {
	/** The average customer unless told. */
	readonly baselineOf?: BaselineOf;
}

/** Values by parameter name; what is not named stays as the customer has it (or as the average, without a customer). */
export interface WhatIfRequest extends Subject, WhatIfBasis {
	readonly values: Readonly<Record<string, ParameterValue>>;
	/** Single values laid over the point of comparison. */
	readonly baseline?: Readonly<Record<string, ParameterValue>>;
	readonly rules?: RuleSet;
	/** Products that get impacts and rules; all unless told. Every product gets its probability all the same. */
	readonly explain?: readonly string[];
}

export interface WhatIfAnswer {
	/** One per product that was to be explained, best first, with exact impacts of the model. */
	readonly explanations: readonly Explanation[];
	/** The fixed-weight rules' impacts, by explained product. */
	readonly rules: Readonly<Record<string, readonly Impact[]>>;
	/** Probability of each product with nothing edited. */
	readonly before: Readonly<Record<string, number>>;
	/** Probability of each product with everything edited, also of those that are not explained. */
	readonly after: Readonly<Record<string, number>>;
	/** Where each product's true probability lies after the edits, and the share of such intervals that are made to hold it. */
	readonly intervals: Readonly<Record<string, Interval>>;
	readonly level: number;
	/** What the model never saw the like of, after the edits. */
	readonly unlike: readonly Unlike[];
}
