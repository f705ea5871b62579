import type { FeatureSet } from '../../features/types.js';
import { Ahead } from './ahead.js';

/** Moves the vector at `at` of a table to where it is in a slot. */
export type Move = (table: Float32Array, at: number, slot: number) => void;

/** Rows that trees are asked about at once, where they are fewer than that. */
const TOGETHER = 4096;

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
	readonly waiting: Move = (table, at, slot) => {
		this.ahead.moveOn(table, at, slot * this.#span);
	};

	/** The vector at `at` so many whole slots after an order, which was in the middle of its own. */
	readonly afterOrder: Move = (table, at, slot) => {
		this.ahead.moveOn(table, at, (slot + 1) * this.#span);
		this.ahead.orderAgo(table, at, (slot + 0.5) * this.#span + 0.5);
	};

	/** The vector at `at` as an order is placed in the middle of a slot. */
	readonly ordering: Move = (table, at, slot) => {
		this.ahead.moveOn(table, at, (slot + 0.5) * this.#span);
		this.ahead.forgetLastOrder(table, at);
	};

	/**
	 * [rows × slots] what `answer` says of rows as `move` leaves them in each slot: of the first `kept` columns of vectors
	 * that are `width` long. Few rows are asked about for several slots at once.
	 */
	answers(vectors: Float32Array, width: number, rows: number, kept: number, move: Move, answer: (table: Float32Array, rows: number) => Float32Array): Float64Array {
		const { count } = this;
		const out = new Float64Array(rows * count);
		const together = Math.min(count, Math.max(1, Math.floor(TOGETHER / rows)));
		const table = new Float32Array(together * rows * kept);
		for (let from = 0; from < count; from += together) {
			const to = Math.min(count, from + together);
			let at = 0;
			for (let slot = from; slot < to; slot++)
				for (let r = 0; r < rows; r++, at += kept) {
					for (let j = 0; j < kept; j++) table[at + j] = vectors[r * width + j];
					move(table, at, slot);
				}
			const found = answer(table.subarray(0, at), (to - from) * rows);
			for (let slot = from, i = 0; slot < to; slot++) for (let r = 0; r < rows; r++) out[r * count + slot] = found[i++];
		}
		return out;
	}
}
