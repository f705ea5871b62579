import * as v from 'valibot';

const definitionSchema = v.object({
	name: v.string(),
	scope: v.picklist(['customer', 'product']),
	kind: v.picklist(['number', 'flag', 'category']),
	unit: v.string(),
	meaning: v.string(),
	source: v.string(),
	values: v.optional(v.array(v.string()))
});

const featureSetSchema = v.object({
	customer: v.array(definitionSchema),
	product: v.array(definitionSchema)
});

export const numbersSchema = v.union([
	v.instance(Float64Array),
	v.instance(Float32Array),
	v.instance(Int32Array),
	v.instance(Uint32Array),
	v.instance(Uint16Array),
	v.instance(Int16Array),
	v.instance(Uint8Array)
]);

/** The shape of an encoded model that came from outside; whether sizes and weights fit is for the family's `decode`. */
export const encodedModelSchema = v.object({
	family: v.picklist(['popularity', 'forest', 'boosted', 'neural', 'transformer', 'neighbours', 'renewal', 'blend']),
	version: v.pipe(v.number(), v.integer(), v.minValue(1)),
	features: featureSetSchema,
	products: v.array(v.string()),
	meta: v.record(v.string(), v.unknown()),
	buffers: v.record(v.string(), numbersSchema)
});
