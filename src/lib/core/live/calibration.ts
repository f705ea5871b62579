import { selectRows } from '../features/examples.js';
import type { Examples, Question } from '../features/types.js';
import type { Model } from '../models/types.js';
import type { LiveBook } from './live-book.js';

/**
 * Whether products are bought as the probabilities said. `judged`: customers and products for which it is known by now,
 * how many purchases the probabilities let expect and how many there were. `waiting`: it is known once orders of the day
 * `until` are there. `timeless`: the question names no time by which anything has to be bought.
 */
export type LiveCalibration =
	| { readonly state: 'judged'; readonly expected: number; readonly happened: number; readonly next?: number }
	| { readonly state: 'waiting'; readonly until: number }
	| { readonly state: 'timeless' };

/** Customers whose horizon is watched, at even steps through all of them. */
const WATCHED = 2000;

interface Horizon {
	readonly from: number;
	readonly until: number;
	readonly expected: number;
	readonly customers: readonly string[];
}

/**
 * Holds probabilities against what was bought within their horizon, one horizon after the other: the first from the day
 * after the learned data, each next one from the day on which the one before was over.
 */
export class HorizonWatch {
	readonly #book: LiveBook;
	readonly #days: number;
	#open: Horizon;
	#expected = 0;
	#happened = 0;
	#judged = 0;

	/** `learned`: everybody as of the day after the data. */
	constructor(book: LiveBook, question: Extract<Question, { kind: 'next' }>, model: Model, learned: Examples) {
		this.#book = book;
		this.#days = question.horizon;
		const step = Math.max(1, learned.rows / WATCHED);
		const rows = Int32Array.from({ length: Math.min(learned.rows, WATCHED) }, (_, i) => Math.floor(i * step));
		const customers = Array.from(rows, (row) => learned.book.customers[learned.customer[row]]);
		const from = book.to + 1;
		this.#open = { from, until: from + this.#days, expected: sum(model.predict(selectRows(learned, rows))), customers };
	}

	get calibration(): LiveCalibration {
		const next = this.#open.until;
		return this.#judged ? { state: 'judged', expected: this.#expected, happened: this.#happened, next } : { state: 'waiting', until: next };
	}

	/** Judges the horizon if it is over, with orders of a later day there, and opens the next. `probabilities`: a customer's as of now. */
	look(probabilities: (customer: string) => Float32Array | undefined): void {
		const { from, until, expected, customers } = this.#open;
		if (this.#book.to < until) return;
		this.#expected += expected;
		this.#happened += customers.reduce((bought, customer) => bought + this.#book.bought(customer, from, until), 0);
		this.#judged++;
		const start = this.#book.to + 1;
		this.#open = { from: start, until: start + this.#days, expected: customers.reduce((total, one) => total + sum(probabilities(one) ?? []), 0), customers };
	}
}

function sum(values: Iterable<number>): number {
	let total = 0;
	for (const value of values) total += value;
	return total;
}
