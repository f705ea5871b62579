import type { ColumnGuess, Mapping, Quality, Role } from '../../core/data/types.js';
import type { ThresholdPoint } from '../../core/evaluation/types.js';
import type { Explanation, Impact, ParameterValue, RuleSet } from '../../core/explanation/types.js';
import type { FeatureDefinition, FeatureSet, Question } from '../../core/features/types.js';
import type { FamilyName } from '../../core/models/types.js';
import type { Progress } from '../../core/progress.js';
import type { TrainedModel } from '../../core/project/types.js';

export type DemoName = 'superstore' | 'office-shop';
export type Report = (progress: Progress) => void;

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

export interface ProjectListing {
	readonly id: string;
	readonly name: string;
	readonly created: string;
	readonly customers: number;
	readonly products: number;
	readonly models: number;
	readonly bytes: number;
}

/** A file as first understood. The table itself stays in the worker until `accept`. */
export interface Inspection {
	readonly name: string;
	readonly bytes: number;
	readonly rows: number;
	readonly guesses: readonly ColumnGuess[];
	readonly preview: readonly (readonly string[])[];
	readonly mapping: Mapping;
	/** Roles that a person has to point out before the file can be used. */
	readonly missing: readonly Role[];
	readonly dateAmbiguous: boolean;
	readonly productCandidates: readonly { readonly name: string; readonly distinct: number; readonly support: number }[];
}

/** What a mapping makes of the inspected file, before anything is stored. */
export interface DataPreview {
	readonly quality: Quality;
	readonly question: Question;
	readonly products: readonly { readonly name: string; readonly customers: number; readonly orders: number }[];
}

export interface TrainRequest {
	readonly families: readonly FamilyName[];
	readonly question: Question;
	readonly seed: number;
	readonly options?: Readonly<Partial<Record<FamilyName, Record<string, unknown>>>>;
}

export interface TrainResult {
	readonly project: ProjectCard;
	/** Families that could not be trained, and why, by error code. */
	readonly failed: readonly { readonly family: FamilyName; readonly code: string }[];
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

/**
 * Everything heavy, in a worker. Failures are thrown as LikelyError with code and facts. `report` arguments are
 * called on the page; `cancel` ends what runs within half a second, and it then throws `cancelled`.
 */
export interface Engine {
	projects(): Promise<readonly ProjectListing[]>;
	/** The project that was open last, or undefined on a first visit. */
	resume(): Promise<ProjectCard | undefined>;
	open(id: string): Promise<ProjectCard>;
	/** The demo with its models as they were trained when the site was built. */
	openDemo(name: DemoName, report: Report): Promise<ProjectCard>;
	remove(id: string): Promise<void>;
	rename(id: string, name: string): Promise<ProjectCard>;

	inspect(file: File, report: Report): Promise<Inspection>;
	inspectDemo(name: DemoName, report: Report): Promise<Inspection>;
	preview(mapping: Mapping, returns?: File): Promise<DataPreview>;
	/** Rows set aside by the last preview, as CSV with reasons. */
	rejected(): Promise<string>;
	/** Turns the inspected file into the open, stored project. */
	accept(name: string): Promise<ProjectCard>;

	train(request: TrainRequest, report: Report): Promise<TrainResult>;
	cancel(): Promise<void>;
	choose(model: string): Promise<ProjectCard>;
	setThreshold(threshold: number): Promise<ProjectCard>;
	/** A sensible question of this kind for the open project's data. */
	suggest(kind: Question['kind'], given?: { readonly asOf?: number; readonly horizon?: number }): Promise<Question>;

	customers(query: CustomerQuery): Promise<{ readonly total: number; readonly rows: readonly CustomerRow[] }>;
	predict(customer: string, threshold?: number): Promise<CustomerPrediction>;
	/** Why: impacts of every parameter on the customer's `limit` most likely products. */
	explain(customer: string, limit: number): Promise<readonly Explanation[]>;
	audience(threshold: number, product: string | undefined, limit: number): Promise<AudienceAnswer>;
	audienceCsv(threshold: number, product?: string): Promise<string>;

	/** Without a customer: the invented one, which starts as the baseline customer. */
	whatIfStart(customer?: string): Promise<WhatIfStart>;
	whatIf(request: WhatIfRequest): Promise<WhatIfAnswer>;

	/** The open project with data, models and evaluation as a `.likely` file. */
	exportProject(): Promise<Blob>;
	importProject(file: Blob): Promise<ProjectCard>;
}
