import type { FeatureSet } from '../../features/types.js';
import { Ahead } from './ahead.js';

/** The slots that a horizon is divided into, and how a customer's parameters stand in each; tables as those of `Ahead`. */
export class Slots {
	readonly ahead: Ahead;
	readonly count: number;
	/** What a slot is of the spans that `timing` learned from. */
	readonly part: number;
	/** Days of each slot. */
	readonly #span: number;

	/** horizon: in days; days: of the spans that were learned from, about as long as a slot becomes. */
	constructor(features: FeatureSet, horizon: number, days: number) {
		this.ahead = new Ahead(features);
		this.count = Math.max(1, Math.round(horizon / days));
		this.#span = horizon / this.count;
		this.part = this.#span / days;
	}

	/** The vector at `at` as a slot begins, if nothing is ordered until then. */
	waiting(table: Float32Array, at: number, slot: number): void {
		this.ahead.moveOn(table, at, slot * this.#span);
	}

	/** The vector at `at` so many whole slots after an order, which was in the middle of its own. */
	afterOrder(table: Float32Array, at: number, slot: number): void {
		this.ahead.moveOn(table, at, (slot + 1) * this.#span);
		this.ahead.orderAgo(table, at, (slot + 0.5) * this.#span + 0.5);
	}

	/** The vector at `at` as an order is placed in the middle of a slot. */
	ordering(table: Float32Array, at: number, slot: number): void {
		this.ahead.moveOn(table, at, (slot + 0.5) * this.#span);
		this.ahead.forgetLastOrder(table, at);
	}
}
