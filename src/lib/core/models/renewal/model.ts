import { productTable, tableWidth } from '../../features/table.js';
import type { Examples, FeatureSet } from '../../features/types.js';
import { asInputs, inputFeatures } from '../inputs.js';
import type { TreeModel } from '../trees/model.js';
import type { Coalitions, EncodedModel, Model, Numbers } from '../types.js';
import { AffinityInputs } from './affinity-columns.js';
import type { Affinity } from './affinity.js';
import { chanceOfPurchase, meanOfLogOdds, withinPart } from './chances.js';
import type { OrderProcess } from './chances.js';
import { RenewalCoalitions } from './coalitions.js';
import type { OrderHazard } from './hazard.js';
import { Slots } from './slots.js';
import type { Move } from './slots.js';
import { OrderTiming } from './timing.js';

/** Of the layout. */
export const version = 4;

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
	/** What other purchases say of a product; where it is there, both take it for a column. Models of the first three versions have none. */
	readonly affinity?: Affinity;
}

/** When orders come and what is in them, put together over the horizon. */
export class RenewalModel implements Model {
	readonly family = 'renewal';
	readonly #slots: Slots;
	readonly #timing: OrderTiming;
	readonly #coalitions: RenewalCoalitions;
	readonly inputs?: AffinityInputs;
	/** The one customer who was asked about last. */
	#last: { readonly own: Float32Array; readonly process: OrderProcess } | undefined;

	constructor(
		readonly features: FeatureSet,
		readonly products: readonly string[],
		readonly parts: RenewalParts
	) {
		if (parts.affinity) this.inputs = new AffinityInputs(features, products, parts.affinity);
		this.#slots = new Slots(features, parts.horizon, parts.days);
		this.#timing = new OrderTiming(features, parts.timing, parts.hazard);
		this.#coalitions = new RenewalCoalitions(features, parts, this.#slots, this.#timing);
	}

	predict(examples: Examples): Float32Array {
		const process = this.#process(examples.x, examples.features.customer.length, examples.rows);
		const wide = asInputs(this, examples);
		const index = new Map(examples.book.products.map((name, p) => [name, p]));
		const out = new Float32Array(examples.rows * this.products.length);
		this.products.forEach((name, p) => {
			const chances = chanceOfPurchase(process, this.#inclusion(p, productTable(wide, index.get(name) ?? -1), examples.rows));
			chances.forEach((chance, r) => (out[r * this.products.length + p] = chance));
		});
		return out;
	}

	predictProduct(product: number, table: Float32Array, rows: number): Float32Array {
		return chanceOfPurchase(this.#process(table, this.#width, rows), this.#inclusion(product, table, rows));
	}

	coalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array {
		return this.#coalitions.all(product, ...this.#asTreesTake(product, current, baseline, groups));
	}

	effectiveCoalitions(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		return this.#coalitions.effective(product, ...this.#asTreesTake(product, current, baseline, groups));
	}

	get #width(): number {
		return tableWidth({ features: inputFeatures(this) });
	}

	#asTreesTake(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]) {
		const { inputs } = this;
		if (!inputs) return [current, baseline, groups] as const;
		return [inputs.tableOf(product, current, 1), inputs.tableOf(product, baseline, 1), inputs.groupsOf(product, groups)] as const;
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
		const table = this.inputs?.tableOf(product, vectors, rows) ?? vectors;
		const width = this.inputs ? tableWidth(this) + 1 : tableWidth(this);
		return this.#slots.answers(table, width, rows, width, this.#slots.ordering, (table, n) => this.#inOrder(product, table, n));
	}

	/** [rows] the chance that an order holds a product. */
	#inOrder(product: number, table: Float32Array, rows: number): Float32Array {
		const { basket, boosted } = this.parts;
		const one = basket.predictProduct(product, table, rows);
		const other = boosted?.predictProduct(product, table, rows);
		return other ? one.map((chance, r) => meanOfLogOdds(chance, other[r])) : one;
	}

	encode(): EncodedModel {
		const { horizon, days, hazard, affinity } = this.parts;
		const [timing, basket, boosted] = [this.parts.timing.encode(), this.parts.basket.encode(), this.parts.boosted?.encode()];
		const named = (prefix: string, { buffers }: EncodedModel) => Object.entries(buffers).map(([name, buffer]): [string, Numbers] => [`${prefix}.${name}`, buffer]);
		const meta = {
			...{ horizon, days },
			timing: { version: timing.version, meta: timing.meta },
			...(hazard && { hazard }),
			...(affinity && { affinity: { products: [...affinity.products] } }),
			basket: { version: basket.version, meta: basket.meta },
			...(boosted && { boosted: { version: boosted.version, meta: boosted.meta } })
		};
		const buffers = Object.fromEntries([...named('timing', timing), ...named('basket', basket), ...(boosted ? named('boosted', boosted) : [])]);
		if (affinity) buffers['affinity.weights'] = affinity.weights;
		return { family: this.family, version, features: this.features, products: this.products, meta, buffers };
	}
}
