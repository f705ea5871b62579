import * as v from 'valibot';
import type { ReliabilityBin } from '../evaluation/types.js';
import { passes } from '../recommendation/thresholds.js';
import type { PredictionRecord } from './types.js';

/** What a record is made of; probability, shown and confidence follow from it. */
export type RecordFacts = Omit<PredictionRecord, 'product' | 'probability' | 'shown' | 'confidence' | 'note' | 'tags'> &
	Partial<Pick<PredictionRecord, 'note' | 'tags'>>;

/** A prediction to keep. `id` and `time` come from the caller, who has a clock and a source of ids. */
export function createRecord(facts: RecordFacts): PredictionRecord {
	const { product, probability } = facts.explanation;
	return {
		note: '',
		tags: [],
		...facts,
		product,
		probability,
		shown: passes(probability, facts.threshold),
		confidence: confidence(probability, facts.threshold)
	};
}

/**
 * The calibrated probability that the verdict is right: p where the ad is shown, because then the customer should buy;
 * 1 − p where it is not.
 */
export function confidence(probability: number, threshold: number): number {
	return passes(probability, threshold) ? probability : 1 - probability;
}

/**
 * How often verdicts like this one were right on held-out customers: the observed rate of the reliability bin that the
 * probability falls nearest to, with its 95 % interval. Undefined without bins.
 */
export function confidenceInterval(
	{ probability, threshold }: Pick<PredictionRecord, 'probability' | 'threshold'>,
	bins: readonly ReliabilityBin[]
): { observed: number; low: number; high: number; pairs: number } | undefined {
	if (!bins.length) return undefined;
	const distance = (bin: ReliabilityBin) => Math.abs(bin.predicted - probability);
	const { observed, low, high, pairs } = bins.reduce((a, b) => (distance(b) < distance(a) ? b : a));
	return passes(probability, threshold)
		? { observed, low, high, pairs }
		: { observed: 1 - observed, low: 1 - high, high: 1 - low, pairs };
}

/** JSON has no NaN: null stands for a missing number. */
const missing = v.pipe(
	v.null(),
	v.transform(() => NaN)
);
const finite = v.pipe(v.number(), v.finite());
const numberSchema = v.union([finite, v.nan(), missing]);
const valueSchema = v.union([finite, v.nan(), missing, v.string()]);
const probabilitySchema = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const timeSchema = v.pipe(v.string(), v.isoTimestamp());

const impactSchema = v.object({
	parameter: v.string(),
	value: valueSchema,
	baseline: valueSchema,
	impact: finite,
	direction: v.picklist(['positive', 'negative', 'neutral'])
});

const day = v.pipe(v.number(), v.integer());
const questionSchema = v.variant('kind', [
	v.object({
		kind: v.literal('next'),
		horizon: v.pipe(day, v.minValue(1)),
		asOf: day,
		snapshots: v.pipe(day, v.minValue(0))
	}),
	v.object({ kind: v.literal('next-order') }),
	v.object({ kind: v.literal('ever') })
]);

/** A record from outside: an imported file or an older store. Unknown fields are dropped. */
export const predictionRecordSchema = v.object({
	id: v.pipe(v.string(), v.nonEmpty()),
	time: timeSchema,
	project: v.string(),
	customer: v.string(),
	hypothetical: v.boolean(),
	model: v.string(),
	modelTime: v.union([timeSchema, v.literal('')]),
	family: v.optional(v.string()),
	question: v.string(),
	asked: v.optional(questionSchema),
	asOf: v.pipe(v.string(), v.isoDate()),
	product: v.string(),
	productName: v.optional(v.string()),
	probability: probabilitySchema,
	threshold: probabilitySchema,
	shown: v.boolean(),
	confidence: probabilitySchema,
	parameters: v.record(v.string(), valueSchema),
	explanation: v.object({
		product: v.string(),
		baseline: probabilitySchema,
		probability: probabilitySchema,
		impacts: v.array(impactSchema),
		standardError: numberSchema
	}),
	ruleImpacts: v.array(impactSchema),
	note: v.string(),
	tags: v.array(v.string())
});
