import { LikelyError } from '../errors.js';
import { baselineVector } from '../explanation/baseline.js';
import { columnNames } from '../explanation/parameter-values.js';
import type { ParameterValue } from '../explanation/types.js';
import { customerSnapshot, editOrders, snapshotOf } from '../features/edit.js';
import type { OrderEdit } from '../features/edit.js';
import { pairVector } from '../features/table.js';
import type { Examples, FeatureDefinition } from '../features/types.js';
import type { BaselineOf } from './cards.js';
import { toNumber } from './parameters.js';
import type { Predictor } from './predictor.js';

/** Input vectors, one per product: [products][customer + product features]. */
export type Inputs = readonly Float32Array[];

/** One value of a column: for all products (product -1) or for one. */
export interface ValueEdit {
	readonly column: number;
	readonly product: number;
	readonly number: number;
}

/** How many customers and baselines are kept at hand. */
const KEPT = 8;

/** What a model is asked with: every product's input of customers, real, edited and invented, and of baselines. */
export class WhatIfInputs {
	readonly features: readonly FeatureDefinition[];
	readonly #kept = new Map<string, Inputs>();
	/** Columns by parameter name; product -1: a feature of the customer. */
	#columns: ReadonlyMap<string, { readonly column: number; readonly product: number }> | undefined;

	constructor(readonly predictor: Predictor) {
		const { customer, product } = predictor.examples.features;
		this.features = [...customer, ...product];
	}

	/**
	 * A customer with facts changed; without a customer and facts, the average one.
	 * @throws LikelyError `customer.unknown`, `edit.unknown`, `edit.time_out_of_range`, `edit.nothing_bought`
	 */
	subject(customer: string | undefined, facts: readonly OrderEdit[] = []): Inputs {
		if (customer === undefined && !facts.length) return this.baseline({ kind: 'average' });
		return this.#keep(JSON.stringify([customer ?? null, facts]), () => {
			if (customer !== undefined && !facts.length) return this.#rowOf(this.predictor.examples, this.predictor.rowOf(customer));
			const examples = this.snapshot(customer, facts);
			return this.#rowOf(examples, 0);
		});
	}

	/** The snapshot of edited orders, [1 row]. Throws as `subject` does. */
	snapshot(customer: string | undefined, facts: readonly OrderEdit[]): Examples {
		const { project, card } = this.predictor;
		const index = customer === undefined ? undefined : this.indexOf(customer);
		const examples = snapshotOf(editOrders(project.book, index, facts), card.question);
		if (!examples.rows) throw new LikelyError('edit.nothing_bought', { customer: customer ?? '' });
		return examples;
	}

	/**
	 * A point of comparison. `customer` is whom `earlier` is about.
	 * @throws LikelyError `customer.unknown`, `baseline.no_customer`, `baseline.not_yet` {customer, days}
	 */
	baseline(of: BaselineOf = { kind: 'average' }, customer?: string): Inputs {
		const { examples, products, project, card } = this.predictor;
		if (of.kind === 'customer') return this.subject(of.customer);
		if (of.kind !== 'earlier') return this.#keep(of.kind, () => products.map((_, p) => baselineVector(examples, p, of.kind)));
		if (customer === undefined) throw new LikelyError('baseline.no_customer');
		const { days } = of;
		return this.#keep(JSON.stringify([customer, days]), () => {
			const snapshot = customerSnapshot(project.book, card.question, this.indexOf(customer), project.book.to + 1 - days);
			if (!snapshot.rows) throw new LikelyError('baseline.not_yet', { customer, days });
			return this.#rowOf(snapshot, 0);
		});
	}

	/** Index of a customer in the book. @throws LikelyError `customer.unknown` */
	indexOf(customer: string): number {
		return this.predictor.examples.customer[this.predictor.rowOf(customer)];
	}

	/** Values by parameter name as edits of columns. @throws LikelyError `parameter.unknown`, `parameter.not_a_number` */
	edits(values: Readonly<Record<string, ParameterValue>> = {}): ValueEdit[] {
		return Object.entries(values).map(([name, value]) => {
			const at = this.column(name);
			return { ...at, number: toNumber(this.features[at.column], value) };
		});
	}

	/** The column of a parameter, and its product, -1 for one of the customer. @throws LikelyError `parameter.unknown` */
	column(name: string): { readonly column: number; readonly product: number } {
		const found = (this.#columns ??= this.#allColumns()).get(name);
		if (!found) throw new LikelyError('parameter.unknown', { parameter: name });
		return found;
	}

	/** Where two parameters would have one name, the customer's comes first, then the earlier product's. */
	#allColumns() {
		const columns = new Map<string, { column: number; product: number }>();
		const { products, examples } = this.predictor;
		const add = (name: string, column: number, product: number) => columns.has(name) || columns.set(name, { column, product });
		examples.features.customer.forEach(({ name }, column) => add(name, column, -1));
		const first = examples.features.customer.length;
		products.forEach((name, product) =>
			columnNames(examples.features, name).forEach((parameter, column) => column >= first && add(parameter, column, product))
		);
		return columns;
	}

	#rowOf(examples: Examples, row: number): Inputs {
		return this.predictor.products.map((_, p) => pairVector(examples, row, p));
	}

	#keep(key: string, make: () => Inputs): Inputs {
		const inputs = this.#kept.get(key) ?? make();
		this.#kept.delete(key);
		this.#kept.set(key, inputs);
		for (const oldest of this.#kept.keys()) {
			if (this.#kept.size <= KEPT) break;
			this.#kept.delete(oldest);
		}
		return inputs;
	}
}

/** The vector with the edits of its product laid over it: the same array where there are none. */
export function edited(vector: Float32Array, edits: readonly ValueEdit[], product: number): Float32Array {
	let copy: Float32Array | undefined;
	for (const edit of edits) if (edit.product < 0 || edit.product === product) (copy ??= vector.slice())[edit.column] = edit.number;
	return copy ?? vector;
}
