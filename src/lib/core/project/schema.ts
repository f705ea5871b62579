import * as v from 'valibot';
import { encodings } from '../data/encodings.js';
import { encodedModelSchema } from '../models/codec.js';

/** Any number, NaN and infinities included. */
const figure = v.custom<number>((value) => typeof value === 'number');
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const probability = v.pipe(v.number(), v.minValue(0), v.maxValue(1));
const words = v.custom<readonly string[]>(
	(value) => Array.isArray(value) && value.every((word) => typeof word === 'string')
);
const facts = v.record(v.string(), v.union([v.string(), figure]));
const moment = v.pipe(v.string(), v.isoTimestamp());

export const questionSchema = v.variant('kind', [
	v.object({ kind: v.literal('next'), horizon: v.pipe(count, v.minValue(1)), asOf: v.pipe(v.number(), v.integer()), snapshots: v.pipe(count, v.maxValue(1000)) }),
	v.object({ kind: v.literal('next-order') }),
	v.object({ kind: v.literal('ever') })
]);

export const mappingSchema = v.object({
	columns: v.partial(
		v.object({
			customer: v.string(),
			order: v.string(),
			date: v.string(),
			product: v.string(),
			amount: v.string(),
			price: v.string(),
			quantity: v.string(),
			returned: v.string(),
			region: v.string(),
			email: v.string(),
			phone: v.string(),
			part: v.string(),
			fold: v.string()
		})
	),
	attributes: words,
	dateOrder: v.picklist(['ymd', 'dmy', 'mdy']),
	decimalMark: v.picklist(['.', ',']),
	encoding: v.exactOptional(v.picklist(encodings))
});

const qualitySchema = v.looseObject({
	rows: count,
	used: count,
	rejections: v.array(
		v.object({ code: v.string(), count, examples: v.array(v.object({ line: figure, value: v.string() })) })
	),
	customers: count,
	orders: count,
	products: count,
	returned: count,
	from: figure,
	to: figure
});

const bookSchema = v.object({
	customers: words,
	products: words,
	orderIds: words,
	customerOrders: v.instance(Int32Array),
	orderTime: v.instance(Float64Array),
	orderLines: v.instance(Int32Array),
	lineProduct: v.instance(Int32Array),
	lineAmount: v.instance(Float64Array),
	lineQuantity: v.instance(Float64Array),
	lineReturned: v.instance(Uint8Array),
	lineReturnedTime: v.optional(v.instance(Float64Array)),
	attributes: v.array(v.object({ name: v.string(), values: words, ofOrder: v.instance(Int32Array) })),
	productNames: v.optional(words),
	contacts: v.optional(v.object({ email: v.optional(words), phone: v.optional(words) })),
	from: v.number(),
	to: v.number(),
	given: v.optional(v.object({ future: v.instance(Uint8Array), fold: v.instance(Uint8Array) }))
});

const sliceReportSchema = v.looseObject({
	tested: count,
	slices: v.array(
		v.looseObject({
			conditions: v.array(
				v.object({
					feature: v.string(),
					is: v.picklist(['word', 'yes', 'no', 'at most', 'at least', 'missing']),
					value: v.optional(v.union([v.string(), figure]))
				})
			),
			customers: count,
			pairs: count,
			log_loss: figure,
			log_loss_low: figure,
			log_loss_high: figure,
			excess: figure,
			excess_low: figure,
			excess_high: figure,
			predicted: figure,
			bought: figure,
			gap: figure,
			gap_low: figure,
			gap_high: figure,
			p_value: figure,
			q_value: figure
		})
	)
});

const reportSchema = v.looseObject({
	rows: count,
	products: count,
	base_rate: figure,
	metrics: v.looseObject({
		auc_macro: figure,
		auc_micro: figure,
		ap_macro: figure,
		ap_micro: figure,
		log_loss: figure,
		skill: figure,
		skill_low: figure,
		skill_high: figure,
		brier: figure,
		ece: figure,
		ece_by_chance: v.optional(figure),
		lift10: figure,
		'recall@10': figure,
		'ndcg@10': figure,
		'phr@10': figure,
		above_threshold: figure,
		precision_above_threshold: figure
	}),
	perProduct: v.array(
		v.looseObject({ product: v.string(), positives: figure, asked: figure, base_rate: figure, auc: figure, ap: figure, log_loss: figure, skill: figure })
	),
	reliability: v.array(v.looseObject({ pairs: figure, predicted: figure, observed: figure, low: figure, high: figure })),
	thresholds: v.array(
		v.looseObject({
			threshold: figure,
			pairs: figure,
			customers: figure,
			precision: figure,
			precision_low: figure,
			precision_high: figure,
			recall: figure
		})
	),
	slices: v.optional(sliceReportSchema),
	spread: v.optional(v.object({ most: probability, typical: probability })),
	references: v.optional(
		v.array(
			v.looseObject({
				name: v.picklist(['G-TopFreq', 'P-TopFreq', 'GP-TopFreq', 'TIFU-KNN', 'UP-CF@r']),
				parameters: v.record(v.string(), figure),
				skipped: v.boolean(),
				'recall@10': figure,
				'ndcg@10': figure,
				'phr@10': figure
			})
		)
	)
});

export const trainedModelSchema = v.looseObject({
	id: v.string(),
	time: moment,
	family: v.picklist(['popularity', 'forest', 'boosted', 'neural', 'transformer', 'neighbours', 'renewal', 'blend']),
	seed: figure,
	question: questionSchema,
	options: v.record(v.string(), v.unknown()),
	split: v.object({ train: count, validation: count, test: count }),
	seconds: v.object({ train: figure, predict: figure }),
	facts,
	curve: v.array(v.object({ train: figure, validation: figure })),
	validationLogLoss: figure,
	calibratedOn: v.optional(v.picklist(['training', 'validation'])),
	report: reportSchema,
	verdict: v.picklist(['better', 'level', 'worse']),
	certainty: v.optional(v.object({ level: probability, effective: v.pipe(v.number(), v.finite(), v.minValue(0.1)) })),
	model: encodedModelSchema
});

/** The shape of a project that came from outside: every field has its type; sizes and codes are `checkBook`'s. */
export const projectSchema = v.looseObject({
	id: v.string(),
	name: v.string(),
	created: moment,
	mapping: mappingSchema,
	quality: qualitySchema,
	question: questionSchema,
	seed: figure,
	threshold: probability,
	book: bookSchema,
	models: v.array(trainedModelSchema),
	chosen: v.optional(v.string())
});
