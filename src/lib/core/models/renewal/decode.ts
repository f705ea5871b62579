import * as v from 'valibot';
import { LikelyError } from '../../errors.js';
import type { FeatureSet } from '../../features/types.js';
import { decodeTreeModel } from '../trees/model.js';
import type { EncodedModel, Numbers } from '../types.js';
import { treeFeatures } from './affinity-columns.js';
import type { Affinity } from './affinity.js';
import { hazardColumns } from './hazard.js';
import { RenewalModel, version } from './model.js';

const innerSchema = v.object({ version: v.pipe(v.number(), v.integer()), meta: v.record(v.string(), v.unknown()) });
/** Days that a horizon may have: tables are as long as it, and no data reaches further. */
const LONGEST = 2 ** 18;
/** A logarithm whose exponential, and that of a few together, is a number that can be reckoned with. */
const WIDEST = 100;
const day = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(LONGEST));
const log = v.pipe(v.number(), v.minValue(-WIDEST), v.maxValue(WIDEST));
const variance = v.pipe(v.number(), v.gtValue(0), v.maxValue(LONGEST));
const points = v.pipe(v.array(log), v.minLength(1));
const hazardSchema = v.pipe(
	v.object({
		pace: v.object({ mean: log, between: variance, within: variance, effects: v.record(v.string(), v.array(log)) }),
		days: variance,
		at: points,
		rate: points,
		tail: v.optional(v.pipe(v.number(), v.finite(), v.maxValue(0)))
	}),
	v.check(({ at, rate }) => at.length === rate.length && at.every((own, i) => i === 0 || own >= at[i - 1]))
);
const affinitySchema = v.object({ products: v.array(v.pipe(v.number(), v.integer(), v.minValue(0))) });
const metaSchema = v.object({ affinity: v.optional(affinitySchema), horizon: day, days: day, timing: innerSchema, hazard: v.optional(hazardSchema), basket: innerSchema, boosted: v.optional(innerSchema) });

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeRenewal({ version: found, features, products, meta, buffers }: EncodedModel): RenewalModel {
	const read = v.safeParse(metaSchema, meta);
	if (found < 1 || found > version || !read.success) throw new LikelyError('model.damaged', { family: 'renewal' });
	const { horizon, days, timing, hazard, basket, boosted } = read.output;
	const affinity = read.output.affinity && decodeAffinity(read.output.affinity.products, products.length, buffers['affinity.weights']);
	const ofTrees = affinity ? treeFeatures(features) : features;
	if (hazard && !hazardColumns(features)) throw new LikelyError('model.damaged', { family: 'renewal' });
	const named = (prefix: string) =>
		Object.fromEntries(Object.entries(buffers).flatMap(([name, buffer]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), buffer]] : [])));
	return new RenewalModel(features, products, {
		horizon,
		days,
		timing: decodeTreeModel({ ...timing, family: 'boosted', features: timingFeatures(features), products: ['order'], buffers: named('timing') }, 'boosted', 'logistic'),
		...(hazard && { hazard }),
		...(affinity && { affinity }),
		basket: decodeTreeModel({ ...basket, family: 'forest', features: ofTrees, products, buffers: named('basket') }, 'forest', 'mean'),
		...(boosted && { boosted: decodeTreeModel({ ...boosted, family: 'boosted', features: ofTrees, products, buffers: named('boosted') }, 'boosted', 'logistic') })
	});
}

function decodeAffinity(columns: readonly number[], products: number, weights: Numbers | undefined): Affinity {
	const fits = columns.length > 0 && columns.every((p, i) => p < products && (i === 0 || p > columns[i - 1])) && weights?.length === columns.length * (1 + products) && weights.every(Number.isFinite);
	if (!fits || !(weights instanceof Float64Array)) throw new LikelyError('model.damaged', { family: 'renewal' });
	return { products: Int32Array.from(columns), weights };
}

/** Orders are told by what is known of the customer. */
function timingFeatures({ customer }: FeatureSet): FeatureSet {
	return { customer, product: [] };
}
