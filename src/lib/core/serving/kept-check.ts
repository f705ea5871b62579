import * as v from 'valibot';
import { trainedModelSchema } from '../project/schema.js';
import type { TrainedModel } from '../project/types.js';
import { isWhole } from './kept-answers.js';
import type { Kept, KeptAnswers, KeptProject } from './kept-answers.js';

const averagesSchema = v.looseObject({ model: v.string(), averages: v.instance(Float64Array) });

const usualSchema = v.nullable(v.union([v.object({ codes: v.array(v.number()) }), v.object({ low: v.number(), high: v.number(), belowLow: v.number(), aboveHigh: v.number() })]));
const strangersSchema = v.object({
	attributes: v.array(v.object({ name: v.string(), values: v.array(v.string()) })),
	from: v.number(),
	to: v.number(),
	typicalAmount: v.instance(Float64Array),
	typicalQuantity: v.instance(Float64Array),
	highValue: v.union([v.number(), v.nan()]),
	usual: v.array(usualSchema)
});

const schema = v.looseObject({
	...averagesSchema.entries,
	customers: v.array(v.string()),
	asOf: v.instance(Float64Array),
	x: v.instance(Float32Array),
	start: v.instance(Int32Array),
	product: v.instance(Int32Array),
	entryX: v.instance(Float32Array),
	entryCustomerX: v.optional(v.instance(Float32Array)),
	absentX: v.instance(Float32Array),
	productNames: v.array(v.string()),
	baseline: v.instance(Float32Array),
	unlike: v.array(v.object({ row: v.number(), values: v.array(v.looseObject({ parameter: v.string() })) })),
	strangers: v.optional(strangersSchema)
});

const headSchema = v.looseObject({ name: v.string(), threshold: v.number(), seed: v.number(), chosen: v.optional(v.string()), models: v.array(v.string()) });

/** Id of the model that a project's head says is used. */
export function chosenIn(head: unknown): string | undefined {
	const parsed = v.safeParse(headSchema, head);
	return parsed.success ? (parsed.output.chosen ?? parsed.output.models.at(-1)) : undefined;
}

/** A project's head, a model of it and what was kept for both, as they were stored; undefined where they do not fit, as another version's may. */
export function checkAnswers(head: unknown, model: unknown, kept: unknown): { readonly project: KeptProject; readonly kept: Kept } | undefined {
	const [first, second] = [v.safeParse(headSchema, head), v.safeParse(trainedModelSchema, model)];
	const third = v.safeParse(typeof kept === 'object' && kept !== null && 'customers' in kept ? schema : averagesSchema, kept);
	if (!first.success || !second.success || !third.success) return undefined;
	const { name, threshold, seed } = first.output;
	const answers = third.output as object as Kept;
	const { id, model: { products } } = second.output;
	const known = answers.model === id && answers.averages.length === products.length;
	return known && (!isWhole(answers) || fits(answers, second.output)) ? { project: { name, threshold, seed, card: second.output }, kept: answers } : undefined;
}

/** Whether the rows have the sizes that the model needs. */
function fits(kept: KeptAnswers, { model: { features, products } }: TrainedModel): boolean {
	const rows = kept.customers.length;
	const [width, own, entries] = [features.customer.length, features.product.length, kept.product.length];
	return (
		kept.asOf.length === rows &&
		kept.x.length === rows * width &&
		kept.start.length === rows + 1 &&
		kept.start[rows] === entries &&
		kept.entryX.length === entries * own &&
		(kept.entryCustomerX?.length ?? entries * width) === entries * width &&
		kept.absentX.length === own &&
		(kept.productNames.length === 0 || kept.productNames.length === products.length) &&
		kept.baseline.length % products.length === 0 &&
		kept.baseline.length >= products.length * (width + own) &&
		(!kept.strangers ||
			(kept.strangers.usual.length === width && kept.strangers.typicalAmount.length === products.length && kept.strangers.typicalQuantity.length === products.length))
	);
}
