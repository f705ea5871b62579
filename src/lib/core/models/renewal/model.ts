import * as v from 'valibot';
import { LikelyError } from '../../errors.js';
import { productTable, tableWidth } from '../../features/table.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import { sigmoid } from '../trees/logistic.js';
import { decodeTreeModel } from '../trees/model.js';
import type { TreeModel } from '../trees/model.js';
import type { EncodedModel, Model, Numbers } from '../types.js';
import { Ahead } from './ahead.js';
import { chanceOfPurchase, withinPart } from './chances.js';
import type { OrderProcess } from './chances.js';

const version = 2;

const innerSchema = v.object({ version: v.pipe(v.number(), v.integer()), meta: v.record(v.string(), v.unknown()) });
const day = v.pipe(v.number(), v.integer(), v.minValue(1));
const metaSchema = v.object({ horizon: day, days: day, timing: innerSchema, basket: innerSchema, boosted: v.optional(innerSchema) });

export interface RenewalParts {
	/** Days that are asked about. */
	readonly horizon: number;
	/** Days of the spans that `timing` learned from; the horizon is divided into spans of about that length. */
	readonly days: number;
	/** Whether there is an order within a span, of customer features alone. */
	readonly timing: TreeModel;
	/** What is in an order that is placed, by a forest. */
	readonly basket: TreeModel;
	/** The same by boosted trees: the mean of both log-odds is what counts. Models of the first version have none. */
	readonly boosted?: TreeModel;
}

/** When orders come and what is in them, put together over the horizon. */
export class RenewalModel implements Model {
	readonly family = 'renewal';
	readonly #ahead: Ahead;
	readonly #slots: number;
	/** Days of each slot. */
	readonly #span: number;

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly parts: RenewalParts
	) {
		this.#ahead = new Ahead(features);
		this.#slots = Math.max(1, Math.round(parts.horizon / parts.days));
		this.#span = parts.horizon / this.#slots;
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

	/** When the orders of some rows come; vectors start with the customer features and are `width` long. */
	#process(vectors: Float32Array, width: number, rows: number): OrderProcess {
		const slots = this.#slots;
		const span = this.#span;
		const part = span / this.parts.days;
		const { timing } = this.parts;
		const own = this.features.customer.length;
		const first = new Float64Array(rows * slots);
		const again = new Float64Array(rows * slots);
		const table = new Float32Array(rows * own);
		const ask = (into: Float64Array, slot: number, change: (at: number) => void) => {
			for (let r = 0; r < rows; r++) {
				for (let j = 0; j < own; j++) table[r * own + j] = vectors[r * width + j];
				change(r * own);
			}
			timing.predictProduct(0, table, rows).forEach((chance, r) => (into[r * slots + slot] = withinPart(chance, part)));
		};
		for (let slot = 0; slot < slots; slot++) {
			ask(first, slot, (at) => this.#ahead.moveOn(table, at, slot * span));
			ask(again, slot, (at) => {
				this.#ahead.moveOn(table, at, (slot + 1) * span);
				// The order before it was in the middle of its span.
				this.#ahead.orderAgo(table, at, (slot + 0.5) * span + 0.5);
			});
		}
		return { slots, first, again };
	}

	/** [rows × slots] the chance that an order in a span holds the product, if it was not bought since the as-of date. */
	#inclusion(product: number, vectors: Float32Array, rows: number): Float64Array {
		const width = tableWidth(this);
		const out = new Float64Array(rows * this.#slots);
		const table = new Float32Array(rows * width);
		for (let slot = 0; slot < this.#slots; slot++) {
			table.set(vectors.subarray(0, rows * width));
			for (let r = 0; r < rows; r++) {
				this.#ahead.moveOn(table, r * width, (slot + 0.5) * this.#span);
				this.#ahead.forgetLastOrder(table, r * width);
			}
			this.#inOrder(product, table, rows).forEach((chance, r) => (out[r * this.#slots + slot] = chance));
		}
		return out;
	}

	/** [rows] the chance that an order holds a product. */
	#inOrder(product: number, table: Float32Array, rows: number): Float32Array {
		const { basket, boosted } = this.parts;
		const one = basket.predictProduct(product, table, rows);
		const other = boosted?.predictProduct(product, table, rows);
		return other ? one.map((chance, r) => sigmoid((logOdds(chance) + logOdds(other[r])) / 2)) : one;
	}

	encode(): EncodedModel {
		const { horizon, days } = this.parts;
		const [timing, basket, boosted] = [this.parts.timing.encode(), this.parts.basket.encode(), this.parts.boosted?.encode()];
		const named = (prefix: string, { buffers }: EncodedModel) => Object.entries(buffers).map(([name, buffer]): [string, Numbers] => [`${prefix}.${name}`, buffer]);
		const meta = {
			...{ horizon, days },
			timing: { version: timing.version, meta: timing.meta },
			basket: { version: basket.version, meta: basket.meta },
			...(boosted && { boosted: { version: boosted.version, meta: boosted.meta } })
		};
		const buffers = Object.fromEntries([...named('timing', timing), ...named('basket', basket), ...(boosted ? named('boosted', boosted) : [])]);
		return { family: this.family, version, features: this.features, products: this.products, meta, buffers };
	}
}

/** Chances nearer to 0 or 1 than this are taken for as near: one tree more or less is all that they say. */
const NEAR = 1e-4;
const logOdds = (chance: number) => {
	const within = Math.min(1 - NEAR, Math.max(NEAR, chance));
	return Math.log(within / (1 - within));
};

/** Throws `model.damaged` where sizes or values do not fit. */
export function decodeRenewal({ version: found, features, products, meta, buffers }: EncodedModel): RenewalModel {
	const read = v.safeParse(metaSchema, meta);
	if ((found !== 1 && found !== version) || !read.success) throw new LikelyError('model.damaged', { family: 'renewal' });
	const { horizon, days, timing, basket, boosted } = read.output;
	const named = (prefix: string) =>
		Object.fromEntries(Object.entries(buffers).flatMap(([name, buffer]) => (name.startsWith(`${prefix}.`) ? [[name.slice(prefix.length + 1), buffer]] : [])));
	return new RenewalModel(features, products, {
		horizon,
		days,
		timing: decodeTreeModel({ ...timing, family: 'boosted', features: timingFeatures(features), products: ['order'], buffers: named('timing') }, 'boosted', 'logistic'),
		basket: decodeTreeModel({ ...basket, family: 'forest', features, products, buffers: named('basket') }, 'forest', 'mean'),
		...(boosted && { boosted: decodeTreeModel({ ...boosted, family: 'boosted', features, products, buffers: named('boosted') }, 'boosted', 'logistic') })
	});
}

/** Orders are told by what is known of the customer. */
export function timingFeatures({ customer }: FeatureSet): FeatureSet {
	return { customer, product: [] };
}
