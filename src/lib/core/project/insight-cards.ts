import type { Explanation, Impact, ParameterValue } from '../explanation/types.js';
import type { OrderEdit } from '../features/edit.js';
import type { FeatureDefinition } from '../features/types.js';
import type { Subject } from './cards.js';

/** One line of an order that can be edited. Days since 1970-01-01 UTC. */
export interface SheetLine {
	/** Index for `return-line` and `remove-line`; -1 in an added order, whose lines are those of its edit. */
	readonly line: number;
	/** Index among the project's products. */
	readonly product: number;
	readonly name: string;
	/** NaN where the data has no amounts. */
	readonly amount: number;
	readonly quantity: number;
	readonly returned: boolean;
	readonly removed: boolean;
	/** Whether the return was changed by an edit. */
	readonly changed: boolean;
}

export interface SheetOrder {
	/** Index for `move-order` and `remove-order`; -1 where it was added. */
	readonly order: number;
	/** Position in `facts` of the edit that added it. */
	readonly edit?: number;
	readonly id: string;
	readonly time: number;
	readonly moved: boolean;
	/** Removed as a whole, or without a line left. */
	readonly removed: boolean;
	/** Sum of the lines that are left; NaN where none has an amount. */
	readonly amount: number;
	readonly lines: readonly SheetLine[];
}

/** A product with what one line of it usually is, for an order that is made up: medians over all lines bought. */
export interface TypicalLine {
	readonly product: number;
	readonly name: string;
	readonly amount: number;
	readonly quantity: number;
}

/** Everything about a customer that can be edited as a fact. Removed orders and lines stay in the list, marked. */
export interface OrderSheet {
	readonly customer?: string;
	/** Newest first. */
	readonly orders: readonly SheetOrder[];
	/** Region and the like, as the edits leave them; `attribute` is the index for `set-attribute`, and so is a word's place. */
	readonly attributes: readonly { readonly attribute: number; readonly name: string; readonly value: string; readonly values: readonly string[] }[];
	/** In the order of the project's products. */
	readonly products: readonly TypicalLine[];
	/** First and last day that an order may be dated. */
	readonly from: number;
	readonly to: number;
}

/** What would bring one product of a customer to a probability? */
export interface CounterfactualRequest extends Subject {
	readonly product: string;
	/** Above the probability now: to be reached from below; below it: from above. */
	readonly target: number;
	/** facts: orders and returns; values: single parameters. Facts for a customer with orders unless told. */
	readonly over?: 'facts' | 'values';
	/** Parameters that have to stay as they are. Categories (region) stay unless `free` names them. */
	readonly frozen?: readonly string[];
	readonly free?: readonly string[];
	/** Most answers, 5, and most changes in one, 3. */
	readonly limit?: number;
	readonly changes?: number;
	/** Most predictions that may be asked for: 4000 over facts, 20,000 over values. */
	readonly budget?: number;
}

export type CounterfactualChange =
	/** So many more orders of one product, a line each, on these days. */
	| { readonly kind: 'order'; readonly product: string; readonly days: readonly number[]; readonly amount: number }
	/** Lines that were returned and now are kept, or the other way round. */
	| { readonly kind: 'return'; readonly returned: boolean; readonly lines: number; readonly product?: string }
	/** An order that had not been placed. */
	| { readonly kind: 'no-order'; readonly day: number; readonly order: string }
	/** A word of the customer, as region. */
	| { readonly kind: 'attribute'; readonly parameter: string; readonly from: ParameterValue; readonly to: ParameterValue }
	/** A single value: hypothetical. */
	| { readonly kind: 'value'; readonly parameter: string; readonly from: ParameterValue; readonly to: ParameterValue };

export interface Counterfactual {
	/** As predicted with `facts` and `values`. */
	readonly probability: number;
	readonly changes: readonly CounterfactualChange[];
	/** How small the changes are; orders and lines count 1 each, a value the share of customers that it steps over. */
	readonly size: number;
	/** What to ask the what-if with, the edits of the question included. */
	readonly facts: readonly OrderEdit[];
	readonly values: Readonly<Record<string, ParameterValue>>;
}

export interface CounterfactualAnswer {
	readonly product: string;
	/** The probability now, and what was to be reached. */
	readonly probability: number;
	readonly target: number;
	readonly over: 'facts' | 'values';
	/** Fewest, smallest changes first; no two change the same things. Empty: none was found. */
	readonly found: readonly Counterfactual[];
	/** The closest to the target that was seen; no changes where nothing came closer. */
	readonly best: Counterfactual;
	readonly evaluations: number;
	/** False where the budget ended the search. */
	readonly complete: boolean;
}

/** How one product's probability depends on one parameter, over a sample of customers. */
export interface DependenceRequest extends Subject {
	readonly product: string;
	/** A parameter of a customer or of this product, as `Parameter.name`. */
	readonly parameter: string;
	/** Moves with it, as they do in the data, the features that are one parameter with it; else it moves alone. */
	readonly together?: boolean;
	/** Customers that are averaged over: 200; of them drawn as lines: 40. */
	readonly sample?: number;
	readonly lines?: number;
	/** Most points of the grid: 40. */
	readonly points?: number;
}

/** How often a value occurs among the rows that the model learned from. */
export interface Histogram {
	/** Numbers: [bins + 1] edges, the last bin closed. Flags and categories: [bins] codes, as in the grid. */
	readonly edges: Float64Array;
	readonly counts: Uint32Array;
	/** Rows without a value, and, of numbers, those beyond the first and last edge. */
	readonly missing: number;
	readonly outside: number;
	/** All of them. */
	readonly rows: number;
}

export interface DependenceAnswer {
	readonly product: string;
	readonly parameter: string;
	readonly feature: FeatureDefinition;
	/**
	 * [points] ascending: values seen in training, or even steps between their 1st and 99th percentile, and the value of
	 * the customer that is asked about. Codes of a category.
	 */
	readonly grid: Float64Array;
	/** Words of the grid, for a category. */
	readonly words?: readonly string[];
	/** [points] mean probability with the parameter set to the grid's value for everybody in the sample. */
	readonly mean: Float64Array;
	/** [points] the tenth and the ninetieth percentile of the customers' lines. */
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** Individual lines: [lines × points], row-major; `at[line]` is the customer's own value, NaN missing. */
	readonly lines: Float32Array;
	readonly customers: readonly string[];
	readonly at: Float64Array;
	/** The customer that is asked about, edits included: [points], and where they stand. NaN at a missing value. */
	readonly own: { readonly value: number; readonly probability: number; readonly line: Float32Array };
	/** Features that were moved with it; empty where it moved alone. */
	readonly with: readonly FeatureDefinition[];
	/** The mean where nobody has a value; undefined where training had no missing values. */
	readonly missing?: number;
	readonly histogram: Histogram;
	/** Customers that were averaged over. */
	readonly sample: number;
}

/** What matters for which product, over a sample of customers. */
export interface ImportanceRequest {
	/** Customers; 200, fewer for very many products. */
	readonly sample?: number;
	/** These products only. */
	readonly products?: readonly string[];
}

export interface ImportanceAnswer {
	readonly products: readonly string[];
	/** One per group of features that move together, named after its leading feature; product features without a product. */
	readonly parameters: readonly FeatureDefinition[];
	readonly customers: readonly string[];
	/** [products × parameters] mean |impact| against the average customer, with a 95 % bootstrap interval over customers. */
	readonly mean: Float64Array;
	readonly low: Float64Array;
	readonly high: Float64Array;
	/** [products × parameters] mean impact with its sign. */
	readonly signed: Float64Array;
	/** [products × customers × parameters] every impact, and the value (or code) of the leading feature. */
	readonly impacts: Float32Array;
	readonly values: Float32Array;
}

/** The same without the single impacts, and the number of customers. */
export interface ImportanceSummary extends Omit<ImportanceAnswer, 'impacts' | 'values' | 'customers'> {
	readonly customers: number;
}

/** One parameter's dots of a beeswarm. */
export interface Swarm {
	readonly feature: FeatureDefinition;
	readonly importance: number;
	/** [customers] */
	readonly impacts: Float32Array;
	readonly values: Float32Array;
	/** [customers] place of the value among the others, 0 to 1, NaN missing: for a colour that outliers do not spoil. */
	readonly ranks: Float32Array;
}

/** The beeswarms of one product, the parameter that matters most first; customers in the order of their dots. */
export interface ProductSwarms {
	readonly product: string;
	readonly customers: readonly string[];
	readonly swarms: readonly Swarm[];
}

export interface SideBySide {
	readonly product: string;
	readonly a: number;
	readonly b: number;
}

/** Two customers under one model. */
export interface CustomerComparison {
	readonly a: string;
	readonly b: string;
	/** Widest difference first. The impacts lead from b's probability to a's: they add up to the difference. */
	readonly products: readonly (SideBySide & { readonly impacts: readonly Impact[] })[];
	readonly parameters: readonly { readonly name: string; readonly feature: FeatureDefinition; readonly a: ParameterValue; readonly b: ParameterValue }[];
}

/** Two models on the same customers. */
export interface ModelComparison {
	/** Ids of the models. */
	readonly a: string;
	readonly b: string;
	/** Over all pairs of customer and product: correlation, mean |a − b|, and the share with the same verdict. */
	readonly pairs: number;
	readonly correlation: number;
	readonly meanDifference: number;
	readonly sameVerdict: number;
	/** Per product: the mean probabilities. */
	readonly products: readonly SideBySide[];
	/** Where they differ most, widest first. */
	readonly widest: readonly (SideBySide & { readonly customer: string })[];
	/** One customer as each explains them, most different product first. */
	readonly customer?: {
		readonly id: string;
		readonly products: readonly (SideBySide & { readonly explanationA: Explanation; readonly explanationB: Explanation })[];
	};
}
