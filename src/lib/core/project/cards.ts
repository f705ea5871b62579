import type { Mapping, Quality } from '../data/types.js';
import type { ThresholdPoint } from '../evaluation/types.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../explanation/types.js';
import type { FeatureDefinition, FeatureSet, Question } from '../features/types.js';
import type { TrainedModel } from './types.js';

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
	/** The same model's mean over all customers: what an average customer has. */
	readonly average: number;
	readonly ad: boolean;
}

/** One customer's answer, best product first. */
export interface CustomerPrediction {
	readonly customer: string;
	readonly asOf: number;
	readonly question: Question;
	readonly model: string;
	readonly threshold: number;
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

/** Values by parameter name; what is not named stays as the customer has it (or as the baseline, without a customer). */
export interface WhatIfRequest {
	readonly customer?: string;
	readonly values: Readonly<Record<string, ParameterValue>>;
	/** Replaces the average customer as the point of comparison. */
	readonly baseline?: Readonly<Record<string, ParameterValue>>;
	readonly rules?: RuleSet;
}

export interface WhatIfAnswer {
	/** One per product, best first, with exact impacts of the model. */
	readonly explanations: readonly Explanation[];
	/** The fixed-weight rules' impacts, by product. */
	readonly rules: Readonly<Record<string, readonly Impact[]>>;
	/** Probability of each product with nothing edited. */
	readonly before: Readonly<Record<string, number>>;
}

export interface AudienceRow {
	readonly customer: string;
	readonly product: string;
	readonly probability: number;
}

export interface AudienceAnswer {
	readonly pairs: number;
	readonly customers: number;
	readonly highest: { readonly customer: string; readonly product: string; readonly probability: number };
	readonly perProduct: readonly { readonly product: string; readonly customers: number; readonly expected: number }[];
	readonly rows: readonly AudienceRow[];
	/** What the held-out customers showed at this threshold. */
	readonly measured: ThresholdPoint;
}

/** What the start page shows before anything is loaded: one customer's answer, made when the site was built. */
export interface DemoAnswer {
	readonly project: ProjectCard;
	readonly prediction: CustomerPrediction;
	readonly explanations: readonly Explanation[];
}
