import * as v from 'valibot';
import { LikelyError } from '../../errors.js';
import { productTable, tableWidth } from '../../features/table.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import { decodeTreeModel } from '../trees/model.js';
import type { TreeModel } from '../trees/model.js';
import type { Coalitions, EncodedModel, Model, Numbers } from '../types.js';
import { chanceOfPurchase, meanOfLogOdds, withinPart } from './chances.js';
import type { OrderProcess } from './chances.js';
import { RenewalCoalitions } from './coalitions.js';
import { hazardColumns } from './hazard.js';
import type { OrderHazard } from './hazard.js';
import { Slots } from './slots.js';
import type { Move } from './slots.js';
import { OrderTiming } from './timing.js';

const version = 3;

const innerSchema = v.object({ version: v.pipe(v.number(), v.integer()), meta: v.record(v.string(), v.unknown()) });
const day = v.pipe(v.number(), v.integer(), v.minValue(1));
const finite = v.pipe(v.number(), v.finite());
const variance = v.pipe(finite, v.gtValue(0));
const points = v.pipe(v.array(finite), v.minLength(1));
const hazardSchema = v.pipe(
	v.object({
		pace: v.object({ mean: finite, between: variance, within: variance, effects: v.record(v.string(), v.array(finite)) }),
		days: variance,
		at: points,
		rate: points,
		tail: v.optional(v.pipe(finite, v.maxValue(0)))
	}),
	v.check(({ at, rate }) => at.length === rate.length && at.every((own, i) => i === 0 || own >= at[i - 1]))
);
const metaSchema = v.object({ horizon: day, days: day, timing: innerSchema, hazard: v.optional(hazardSchema), basket: innerSchema, boosted: v.optional(innerSchema) });

export interface RenewalParts {
	/** Days that are asked about. */
	readonly horizon: number;
	/** Days of the spans that `timing` learned from; the horizon is divided into spans of about that length. */
	readonly days: number;
	/** Whether there is an order within a span, of customer features alone. */
	readonly timing: TreeModel;
	/** What those trees are on top of. Models of the first two versions have none. */
	readonly hazard?: OrderHazard;
	/** What is in an order that is placed, by a forest. */
	readonly basket: TreeModel;
	/** The same by boosted trees: the mean of both log-odds is what counts. Models of the first version have none. */
	readonly boosted?: TreeModel;
}

/** When orders come and what is in them, put together over the horizon. */
export class RenewalModel implements Model {
	readonly family = 'renewal';
	readonly #slots: Slots;
	readonly #timing: OrderTiming;
	readonly #coalitions: RenewalCoalitions;
	/** The one customer who was asked about last. */
	#last: { readonly own: Float32Array; readonly process: OrderProcess } | undefined;

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly parts: RenewalParts
	) {
		this.#slots = new Slots(features, parts.horizon, parts.days);
		this.#timing = new OrderTiming(features, parts.timing, parts.hazard);
		this.#coalitions = new RenewalCoalitions(features, parts, this.#slots, this.#timing);
	}

	predict(examples: Examples): Float32Array {
		const process = this.#process(examples.x, examples.features.customer.length, examples.rows);
		const index = new Map(examples.book.products.map((name, p) => [name, p]));
		const out = new Float32Array(examples.rows * this.products.length);
		this.products.forEach((name, p) => {
			const chances = chanceOfPurchase(process, this.#inclusion(p, productTable(examples, index.get(name) ?? -1), examples.rows));
			chances.forEach((chance, r) => (out[r * this.products.length + p] = chance));
		});
		return out;
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		return chanceOfPurchase(this.#process(table, tableWidth(this), rows), this.#inclusion(product, table, rows));
	}

	coalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array {
		return this.#coalitions.all(product, current, baseline, groups);
	}

	effectiveCoalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		return this.#coalitions.effective(product, current, baseline, groups);
	}

	/** When the orders of some rows come; vectors start with the customer features and are `width` long. */
	#process(vectors: Float32Array, width: number, rows: number): OrderProcess {
		const own = vectors.slice(0, this.features.customer.length);
		const last = this.#last;
		// Products are asked about one after the other.
		if (rows === 1 && last?.own.every((value, c) => Object.is(value, own[c]))) return last.process;
		const slots = this.#slots;
		const ask = (move: Move) =>
			slots.answers(vectors, width, rows, own.length, move, (table, n) => this.#timing.predict(table, n)).map((chance) => withinPart(chance, slots.part));
		const process = { slots: slots.count, first: ask(slots.waiting), again: ask(slots.afterOrder) };
		if (rows === 1) this.#last = { own, process };
		return process;
	}

	/** [rows × slots] the chance that an order in a span holds the product, if it was not bought since the as-of date. */
	#inclusion(product: number, vectors: Float32Array, rows: number): Float64Array {
		const width = tableWidth(this);
		return this.#slots.answers(vectors, width, rows, width, this.#slots.ordering, (table, n) => this.#inOrder(product, table, n));
	}

	/** [rows] the chance that an order holds a product. */
	#inOrder(product: number, table: Float32Array, rows: number): Float32Array {
		const { basket, boosted } = this.parts;
		const one = basket.predictProduct(product, table, rows);
		const other = boosted?.predictProduct(product, table, rows);
		return other ? one.map((chance, r) => meanOfLogOdds(chance, other[r])) : one;
	}

	encode(): EncodedModel {
		const { horizon, days, hazard } = this.parts;
		const [timing, basket, boosted] = [this.parts.timing.encode(), this.parts.basket.encode(), this.parts.boosted?.encode()];
		const named = (prefix: string, { buffers }: EncodedModel) => Object.entries(buffers).map(([name, buffer]): [string, Numbers] => [`${prefix}.${name}`, buffer]);
		const meta = {
			...{ horizon, days },
			timing: { version: timing.version, meta: timing.meta },
			...(hazard && { hazard }),
			basket: { version: basket.version, meta: basket.meta },
			...(boosted && { boosted: { version: boosted.version, meta: boosted.meta } })
		};
		const buffers = Object.fromEntries([...named('timing', timing), ...named('basket', basket), ...(boosted ? named('boosted', boosted) : [])]);
		return { family: this.family, version, features: this.features, products: this.products, meta, buffers };
	}
}

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeRenewal({ version: found, features, products, meta, buffers }: EncodedModel): RenewalModel {
	const read = v.safeParse(metaSchema, meta);
	if (found < 1 || found > version || !read.success) throw new LikelyError('model.damaged', { family: 'renewal' });
	const { horizon, days, timing, hazard, basket, boosted } = read.output;
	if (hazard && !hazardColumns(features)) throw new LikelyError('model.damaged', { family: 'renewal' });
	const named = (prefix: string) =>
		Object.fromEntries(Object.entries(buffers).flatMap(([name, buffer]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), buffer]] : [])));
	return new RenewalModel(features, products, {
		horizon,
		days,
		timing: decodeTreeModel({ ...timing, family: 'boosted', features: timingFeatures(features), products: ['order'], buffers: named('timing') }, 'boosted', 'logistic'),
		...(hazard && { hazard }),
		basket: decodeTreeModel({ ...basket, family: 'forest', features, products, buffers: named('basket') }, 'forest', 'mean'),
		...(boosted && { boosted: decodeTreeModel({ ...boosted, family: 'boosted', features, products, buffers: named('boosted') }, 'boosted', 'logistic') })
	});
}

/** Orders are told by what is known of the customer. */
export function timingFeatures({ customer }: FeatureSet): FeatureSet {
	return { customer, product: [] };
}
