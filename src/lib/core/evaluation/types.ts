import type { ReferenceRow } from './reference/index.js';
import type { Spread } from './spread.js';

export type { ReferenceRow, Spread };

/** Held-out quality of one model. Pooled figures run over all (row, product) pairs that are asked. NaN: undefined. */
export interface Metrics {
	/** Mean over products with both classes. */
	readonly auc_macro: number;
	/** Over the pooled pairs. */
	readonly auc_micro: number;
	/** Average precision: mean over products with a positive, and pooled. Compare with the base rate. */
	readonly ap_macro: number;
	readonly ap_micro: number;
	/** Mean negative log likelihood, nats per pair; probabilities clipped to [1e-7, 1 - 1e-7]. */
	readonly log_loss: number;
	/** 1 - log loss / popularity's log loss, with a 95 % interval from a bootstrap over customers. */
	readonly skill: number;
	readonly skill_low: number;
	readonly skill_high: number;
	readonly brier: number;
	/** Expected calibration error over equal-mass bins. */
	readonly ece: number;
	/** What right probabilities would show in its place, by chance; undefined in models that were evaluated before it was computed. */
	readonly ece_by_chance?: number;
	/** Rate among the tenth of pairs with the highest probability over the base rate. */
	readonly lift10: number;
	/** Means over rows with at least one label. NDCG's ideal is the whole basket, not cut at K. */
	readonly 'recall@10': number;
	readonly 'ndcg@10': number;
	readonly 'phr@10': number;
	/** Pairs at or above the threshold, and the share of them that were bought (NaN where there are none). */
	readonly above_threshold: number;
	readonly precision_above_threshold: number;
}

export interface ProductMetrics {
	readonly product: string;
	readonly positives: number;
	readonly asked: number;
	readonly base_rate: number;
	readonly auc: number;
	readonly ap: number;
	readonly log_loss: number;
	readonly skill: number;
}

/** One bin of a reliability diagram: a decile, or a part of the first or last one. low and high: 95 % Wilson interval of the observed rate. */
export interface ReliabilityBin {
	readonly pairs: number;
	readonly predicted: number;
	readonly observed: number;
	readonly low: number;
	readonly high: number;
}

/** Reach and precision at one threshold. */
export interface ThresholdPoint {
	readonly threshold: number;
	readonly pairs: number;
	readonly customers: number;
	readonly precision: number;
	readonly precision_low: number;
	readonly precision_high: number;
	readonly recall: number;
}

/** What a customer of a slice has: a word of a category, a flag, a number up to or from a value, or no value. */
export interface SliceCondition {
	/** Name of a customer feature. */
	readonly feature: string;
	readonly is: 'word' | 'yes' | 'no' | 'at most' | 'at least' | 'missing';
	readonly value?: number | string;
}

/** How a model does on some of the held-out customers. Means are over pairs; intervals, 95 %, are over customers. */
export interface Slice {
	/** One, or two that both hold. */
	readonly conditions: readonly SliceCondition[];
	readonly customers: number;
	readonly pairs: number;
	/** Mean negative log likelihood, nats per pair. It is higher for customers whom any model finds harder to tell. */
	readonly log_loss: number;
	readonly log_loss_low: number;
	readonly log_loss_high: number;
	/** Log loss beyond what the probabilities themselves expect; 0 for right ones, whoever the customers are. */
	readonly excess: number;
	readonly excess_low: number;
	readonly excess_high: number;
	/** Mean probability, share bought, and their difference: above 0, the model promises too much. */
	readonly predicted: number;
	readonly bought: number;
	readonly gap: number;
	readonly gap_low: number;
	readonly gap_high: number;
	/** Of more excess, or another gap, than among the other customers; corrected for the two. */
	readonly p_value: number;
	/** The same corrected for all slices tested (Benjamini and Hochberg 1995): of those below .05, about 5 % are chance. */
	readonly q_value: number;
}

export interface SliceReport {
	/** How many slices were compared with the other customers. */
	readonly tested: number;
	/** The surest first; all of one condition, and those of two that are surer than either alone. */
	readonly slices: readonly Slice[];
}

export interface Report {
	readonly rows: number;
	readonly products: number;
	readonly base_rate: number;
	readonly metrics: Metrics;
	readonly perProduct: readonly ProductMetrics[];
	readonly reliability: readonly ReliabilityBin[];
	readonly thresholds: readonly ThresholdPoint[];
	/** Segments of the held-out customers; undefined in models that were evaluated before there were any. */
	readonly slices?: SliceReport;
	/** How far apart the customers' answers lie; undefined in models that were evaluated before it was measured. */
	readonly spread?: Spread;
	/** How methods of the literature rank the same customers' products; empty where the question is no ranking. */
	readonly references?: readonly ReferenceRow[];
}

/** better: the interval of skill lies above 0. worse: below 0. level: it covers 0. */
export type Verdict = 'better' | 'level' | 'worse';
