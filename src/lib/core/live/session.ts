import { currentExamples } from '../features/examples.js';
import { passes } from '../recommendation/thresholds.js';
import type { Examples, OrderBook, Question } from '../features/types.js';
import { readsHistories } from '../models/inputs.js';
import type { Model } from '../models/types.js';
import { HorizonWatch } from './calibration.js';
import type { LiveCalibration } from './calibration.js';
import { LiveBook } from './live-book.js';
import type { IncomingOrder } from './order.js';
import { together } from './together.js';

/** A product that came above the threshold, or fell below it. */
export interface VerdictChange {
	readonly product: string;
	readonly before: number;
	readonly after: number;
	readonly shown: boolean;
}

/** What one order did. */
export interface OrderEvent {
	readonly customer: string;
	readonly order: string;
	/** Days since 1970-01-01 UTC. */
	readonly time: number;
	readonly products: readonly string[];
	readonly what: 'new' | 'corrected';
	/** The customer's likeliest product now. */
	readonly top: { readonly product: string; readonly probability: number } | undefined;
	readonly changes: readonly VerdictChange[];
	/** Of the products bought, those that had been among the customer's ten likeliest before; undefined for a new customer. */
	readonly foreseen: number | undefined;
}

export interface LiveTally {
	readonly taken: number;
	readonly known: number;
	readonly corrected: number;
	/** Lines of products that the model has not learned. */
	readonly unknownLines: number;
	readonly newCustomers: number;
	readonly changedVerdicts: number;
	/** Products bought by customers known before, and how many of them had been among their ten likeliest. */
	readonly bought: number;
	readonly foreseen: number;
}

/** An order that is in the book, and what its customer's probabilities were before, or are made from. */
interface Arrived {
	readonly index: number;
	readonly order: IncomingOrder;
	readonly what: OrderEvent['what'];
	readonly unknown: number;
	readonly before: Float32Array | Examples;
}

const TOP = 10;
/** Customers whose last probabilities are kept. */
const REMEMBERED = 20_000;

/** Takes orders in one by one, and keeps the predictions of whom they concern up to date. */
export class LiveSession {
	readonly book: LiveBook;
	readonly #model: Model;
	readonly #products: readonly string[];
	readonly #index: ReadonlyMap<string, number>;
	readonly #question: Question;
	#threshold: number;
	readonly #last = new Map<string, Float32Array>();
	readonly #tally = { taken: 0, known: 0, corrected: 0, unknownLines: 0, newCustomers: 0, changedVerdicts: 0, bought: 0, foreseen: 0 };
	readonly #watch: HorizonWatch | undefined;
	/** Of `next-order`: the sum of the probabilities before each order; what was bought is in the tally. */
	#expected = 0;

	/** `learned`: everybody as of the day after the data. Throws what `LiveBook` throws. */
	constructor(base: OrderBook, model: Model, question: Question, threshold: number, learned = currentExamples(base, question)) {
		this.book = new LiveBook(base, question);
		this.#watch = question.kind === 'next' ? new HorizonWatch(this.book, question, model, learned) : undefined;
		this.#model = model;
		this.#products = base.products;
		this.#index = new Map(base.products.map((name, p) => [name, p]));
		this.#question = question;
		this.#threshold = threshold;
	}

	get tally(): LiveTally {
		return { ...this.#tally };
	}

	/** Whether what was bought is what the probabilities said, as far as it can be known. */
	get calibration(): LiveCalibration {
		if (this.#question.kind === 'next-order') return { state: 'judged', expected: this.#expected, happened: this.#tally.bought };
		return this.#watch?.calibration ?? { state: 'timeless' };
	}

	/** Counts orders that were known before they were offered. */
	countKnown(orders: number): void {
		this.#tally.known += orders;
	}

	set threshold(threshold: number) {
		this.#threshold = threshold;
	}

	/** A customer's probabilities as of now, [products]; undefined before their first purchase. */
	probabilities(customer: string): Float32Array | undefined {
		const examples = this.book.snapshot(customer);
		return examples.rows ? this.#model.predict(examples) : undefined;
	}

	/** Takes one order in; undefined where it was known already. */
	take(order: IncomingOrder): OrderEvent | undefined {
		return this.takeAll([order])[0];
	}

	/**
	 * Takes orders in, [orders]; undefined where one was known already. Probabilities are asked for together, which is far
	 * quicker: as of when the orders of one day, each of another customer, are all there.
	 */
	takeAll(orders: readonly IncomingOrder[]): (OrderEvent | undefined)[] {
		const events: (OrderEvent | undefined)[] = orders.map(() => undefined);
		let wave: Arrived[] = [];
		const settle = () => {
			this.#settle(wave, events);
			wave = [];
		};
		orders.forEach((order, index) => {
			if (wave.length && (Math.floor(order.time) > this.book.to || wave.some((one) => one.order.customer === order.customer))) settle();
			const looked = this.book.look(order);
			if (looked.what === 'known') {
				this.#tally.known++;
				return;
			}
			const before = this.#last.get(order.customer) ?? this.book.snapshot(order.customer);
			this.book.take(order, looked);
			wave.push({ index, order, what: looked.what, unknown: looked.unknown, before });
		});
		settle();
		return events;
	}

	/** Says what orders did that are in the book. */
	#settle(wave: readonly Arrived[], events: (OrderEvent | undefined)[]): void {
		this.#watch?.look((customer) => this.probabilities(customer));
		const found = this.#predict([
			...wave.map(({ before, order }) => [order.customer, before] as const),
			...wave.map(({ order }) => [order.customer, this.book.snapshot(order.customer)] as const)
		]);
		wave.forEach(({ index, order, what, unknown }, i) => (events[index] = this.#event(order, what, unknown, found[i], found[wave.length + i])));
	}

	/** [customers] probabilities; undefined before the first purchase. Those that are known already stay as they are. */
	#predict(asked: readonly (readonly [customer: string, from: Float32Array | Examples])[]): (Float32Array | undefined)[] {
		const snapshots = asked.flatMap(([name, from], i) => (from instanceof Float32Array || !from.rows ? [] : [{ name, from, i }]));
		const found = asked.map(([, from]) => (from instanceof Float32Array ? from : undefined));
		const isJoined = !readsHistories(this.#model) && snapshots.length > 1;
		if (!isJoined) for (const { from, i } of snapshots) found[i] = this.#model.predict(from);
		else {
			const p = this.#model.predict(together(snapshots.map(({ from }) => from), snapshots.map(({ name }) => name)));
			const width = this.#products.length;
			snapshots.forEach(({ i }, row) => (found[i] = p.slice(row * width, (row + 1) * width)));
		}
		return found;
	}

	#event(order: IncomingOrder, what: OrderEvent['what'], unknown: number, before: Float32Array | undefined, after: Float32Array | undefined): OrderEvent {
		const tally = this.#tally;
		tally.taken++;
		if (what === 'corrected') tally.corrected++;
		tally.unknownLines += unknown;
		const products = [...new Set(order.lines.filter(({ quantity }) => quantity >= 0).map(({ product }) => product))];
		const foreseen = what === 'new' && before ? this.#score(before, products) : undefined;
		if (!before) tally.newCustomers++;
		this.#remember(order.customer, after);
		const changes = after ? this.#changes(before, after) : [];
		if (changes.length) tally.changedVerdicts++;
		return { customer: order.customer, order: order.order, time: order.time, products, what, top: after && this.#top(after), changes, foreseen };
	}

	/** How many of the products had been among the ten likeliest; counts what was expected. */
	#score(before: Float32Array, products: readonly string[]): number {
		const known = products.flatMap((product) => this.#index.get(product) ?? []);
		const foreseen = known.filter((p) => before.reduce((above, other) => above + (other > before[p] ? 1 : 0), 0) < TOP).length;
		this.#tally.bought += known.length;
		this.#tally.foreseen += foreseen;
		this.#expected += before.reduce((sum, p) => sum + p, 0);
		return foreseen;
	}

	#changes(before: Float32Array | undefined, after: Float32Array): VerdictChange[] {
		const changes: VerdictChange[] = [];
		for (let p = 0; p < after.length; p++) {
			const shown = passes(after[p], this.#threshold);
			const was = before ? passes(before[p], this.#threshold) : false;
			if (shown !== was) changes.push({ product: this.#products[p], before: before?.[p] ?? NaN, after: after[p], shown });
		}
		return changes.sort((a, b) => b.after - a.after);
	}

	#top(probabilities: Float32Array): OrderEvent['top'] {
		let best = 0;
		for (let p = 1; p < probabilities.length; p++) if (probabilities[p] > probabilities[best]) best = p;
		return { product: this.#products[best], probability: probabilities[best] };
	}

	#remember(customer: string, probabilities: Float32Array | undefined): void {
		this.#last.delete(customer);
		if (!probabilities) return;
		this.#last.set(customer, probabilities);
		if (this.#last.size > REMEMBERED) for (const oldest of this.#last.keys()) {
			this.#last.delete(oldest);
			break;
		}
	}
}
