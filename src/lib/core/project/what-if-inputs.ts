import { LikelyError } from '../errors.js';
import { baselineVector } from '../explanation/baseline.js';
import type { BaselineKind } from '../explanation/baseline.js';
import { customerSnapshot, editOrders, snapshotOf } from '../features/edit.js';
import type { OrderEdit } from '../features/edit.js';
import { selectRows } from '../features/examples.js';
import { pairVector } from '../features/table.js';
import type { Examples } from '../features/types.js';
import { asInputs } from '../models/inputs.js';
import type { BaselineOf } from './cards.js';
import type { Predictor } from './predictor.js';
import type { Inputs } from './what-if-answers.js';

/** How many customers and baselines are kept at hand. */
const KEPT = 8;

/** What a model is asked with: every product's input of customers, real, edited and invented, and of baselines. */
export class WhatIfInputs {
	readonly #kept = new Map<string, Inputs>();

	constructor(readonly predictor: Predictor) {}

	/**
	 * A customer with facts changed; without a customer and facts, the average one.
	 * @throws LikelyError `customer.unknown`, `edit.unknown`, `edit.time_out_of_range`, `edit.nothing_bought`
	 */
	subject(customer: string | undefined, facts: readonly OrderEdit[] = []): Inputs {
		if (customer === undefined && !facts.length) return this.baseline({ kind: 'average' });
		return this.#keep(JSON.stringify([customer ?? null, facts]), () => {
			if (customer !== undefined && !facts.length) return this.#vectors(this.predictor.inputsOf(Int32Array.of(this.predictor.rowOf(customer))));
			return this.#vectors(asInputs(this.predictor.model, this.snapshot(customer, facts)));
		});
	}

	/** The same by the named features, whatever the model takes. Throws as `subject` does. */
	named(customer: string | undefined, facts: readonly OrderEdit[] = []): Inputs {
		const { examples, products } = this.predictor;
		if (customer === undefined && !facts.length) return this.#keep('named', () => products.map((_, p) => baselineVector(examples, p)));
		return this.#keep(JSON.stringify(['named', customer ?? null, facts]), () =>
			this.#vectors(facts.length ? this.snapshot(customer, facts) : selectRows(examples, Int32Array.of(this.predictor.rowOf(customer ?? ''))))
		);
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
		const { project, card, model } = this.predictor;
		if (of.kind === 'customer') return this.subject(of.customer);
		if (of.kind !== 'earlier') return this.#keep(of.kind, () => this.#typical(of.kind));
		if (customer === undefined) throw new LikelyError('baseline.no_customer');
		const { days } = of;
		return this.#keep(JSON.stringify([customer, days]), () => {
			const snapshot = customerSnapshot(project.book, card.question, this.indexOf(customer), project.book.to + 1 - days);
			if (!snapshot.rows) throw new LikelyError('baseline.not_yet', { customer, days });
			return this.#vectors(asInputs(model, snapshot));
		});
	}

	/** Index of a customer in the book. @throws LikelyError `customer.unknown` */
	indexOf(customer: string): number {
		return this.predictor.examples.customer[this.predictor.rowOf(customer)];
	}

	/** Somebody typical for every product; the same vector where no product has any of its own. */
	#typical(kind: BaselineKind): Inputs {
		const { population, products } = this.predictor;
		const same = population.features.product.length ? undefined : baselineVector(population, 0, kind);
		return products.map((_, p) => same ?? baselineVector(population, p, kind));
	}

	/** Every product's vector of the one row; the same where no product has any of its own. */
	#vectors(inputs: Examples): Inputs {
		const same = inputs.features.product.length || inputs.entryCustomerX ? undefined : pairVector(inputs, 0, 0);
		return this.predictor.products.map((_, p) => same ?? pairVector(inputs, 0, p));
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
