import * as v from 'valibot';
import { numbersSchema } from '../models/codec.js';
import type { OrderBook, Question } from '../features/types.js';
import type { Checkpoint, FamilyName } from '../models/types.js';
import { questionSchema, trainedModelSchema } from './schema.js';
import type { TrainedModel } from './types.js';

/** What a training was asked for: with the same orders it can be done again. */
export interface TrainingRequest {
	/** When it began, ISO 8601: what its models are stamped with. */
	readonly time: string;
	readonly families: readonly FamilyName[];
	readonly question: Question;
	readonly seed: number;
	readonly options?: Readonly<Partial<Record<FamilyName, Record<string, unknown>>>>;
	/** `bookMark` of the orders. */
	readonly book: string;
}

/** A training that was interrupted, as far as it was kept. */
export interface KeptTraining extends TrainingRequest {
	/** The families that were done. */
	readonly models: readonly TrainedModel[];
	/** The family in the middle, and how many seconds it had been trained. */
	readonly checkpoint?: Checkpoint;
	readonly seconds?: number;
}

const family = v.picklist(['popularity', 'forest', 'boosted', 'neural', 'transformer', 'neighbours', 'renewal', 'blend']);

const requestSchema = v.object({
	time: v.pipe(v.string(), v.isoTimestamp()),
	families: v.array(family),
	question: questionSchema,
	seed: v.number(),
	options: v.optional(v.record(v.string(), v.record(v.string(), v.unknown()))),
	book: v.string()
});

const checkpointSchema = v.object({
	checkpoint: v.object({
		family,
		version: v.number(),
		meta: v.record(v.string(), v.unknown()),
		buffers: v.record(v.string(), numbersSchema)
	}),
	seconds: v.pipe(v.number(), v.minValue(0))
});

/** The names of the parts that a training is kept in. */
export const parts = {
	request: 'request',
	checkpoint: 'checkpoint',
	model: (name: FamilyName) => `model/${name}`
} as const;

/**
 * What the stored parts say; undefined without a request that can be understood. A model or a checkpoint that does not
 * fit is left out, and trained again.
 */
export function keptTraining(stored: ReadonlyMap<string, unknown>): KeptTraining | undefined {
	const request = v.safeParse(requestSchema, stored.get(parts.request));
	if (!request.success) return undefined;
	const models = request.output.families.flatMap((name) => {
		const model = v.safeParse(trainedModelSchema, stored.get(parts.model(name)));
		return model.success && model.output.family === name ? [model.output as TrainedModel] : [];
	});
	const checkpoint = v.safeParse(checkpointSchema, stored.get(parts.checkpoint));
	return { ...request.output, models, ...(checkpoint.success && checkpoint.output) };
}

/** The same text for the same orders: 64 bits of FNV-1a over what was bought, by whom and when. */
export function bookMark({ customers, products, customerOrders, orderTime, orderLines, lineProduct, lineAmount }: OrderBook): string {
	let a = 0x811c9dc5;
	let b = 0x9e3779b9;
	const add = (word: number) => {
		a = Math.imul(a ^ word, 0x01000193);
		b = Math.imul(b ^ word, 0x85ebca6b) + 1;
	};
	for (const numbers of [customerOrders, orderTime, orderLines, lineProduct, lineAmount])
		new Int32Array(numbers.buffer, numbers.byteOffset, numbers.byteLength / 4).forEach(add);
	for (const name of [...products, ...customers.slice(0, 1000)]) for (let i = 0; i < name.length; i++) add(name.charCodeAt(i));
	return `${(a >>> 0).toString(16)}${(b >>> 0).toString(16)}`;
}
