export type Direction = 'positive' | 'negative' | 'neutral';

/** A parameter value as a person gives it: a number, or the word of a category. */
export type ParameterValue = number | string;

/** How much one parameter moves a result away from the baseline. */
export interface Impact {
	/** Feature name, product features with their product: printer_purchases_last_6m. */
	readonly parameter: string;
	readonly value: ParameterValue;
	readonly baseline: ParameterValue;
	/** In the explainer's own unit: probability (0 to 1) for Shapley values, weighted points for rules. */
	readonly impact: number;
	readonly direction: Direction;
}

/** Impacts of one product's probability: baseline + sum of impacts = probability, for exact explainers within 1e-6. */
export interface Explanation {
	readonly product: string;
	readonly baseline: number;
	readonly probability: number;
	readonly impacts: readonly Impact[];
	/** Standard error of the impacts where they are sampled; 0 where they are exact. */
	readonly standardError: number;
}

/** One fixed-weight rule. With kind `number`: (value - baseline) × weight; lowerIsBetter turns the difference round. */
export interface Rule {
	readonly parameter: string;
	readonly kind: 'number' | 'differs';
	readonly weight: number;
	readonly baseline: ParameterValue;
	readonly lowerIsBetter?: boolean;
}

export interface RuleSet {
	readonly name: string;
	/** The product it is for; undefined: any. `{product}` in a rule's parameter stands for the product's slug. */
	readonly product?: string;
	readonly rules: readonly Rule[];
}
