import { LikelyError } from '../errors.js';
import { Intervals } from '../evaluation/interval.js';
import { currentExamples, selectRows } from '../features/examples.js';
import { passes } from '../recommendation/thresholds.js';
import { decodeModel } from '../models/decode.js';
import type { Examples } from '../features/types.js';
import { asInputs, inputFeatures } from '../models/inputs.js';
import { breathe, breather, silent } from '../progress.js';
import type { Work } from '../progress.js';
import type { Model } from '../models/types.js';
import type { TaskPool } from '../parallel.js';
import type { CustomerPrediction, CustomerRow } from './cards.js';
import { certaintyOfCard } from './certainty.js';
import { featureValues } from './parameters.js';
import { PooledAnswers } from './pooled-answers.js';
import type { Project, TrainedModel } from './types.js';
import { unlikeIn } from './unlike.js';

/** Customers per predicted block: bounds the memory of a pass over everybody. */
const BLOCK = 4096;
/** Pairs of a block where others wait for their turn: a tenth of a second of a large forest. */
const BLOCK_PAIRS = 65_536;
/** Keep everybody's probabilities up to this many pairs (256 MB); beyond, each pass predicts anew. */
const KEPT_PAIRS = 64_000_000;
/** Numbers of everybody's inputs, where histories make them wide: 64 MB. */
const MOST_INPUTS = 16_000_000;

/** Pairs of a block that are looked at before others get their turn, where the probabilities are there. */
const TURN_PAIRS = 500_000;

/** Consecutive rows with their probabilities, [rows × products]. */
export interface Block {
	readonly first: number;
	readonly size: number;
	readonly p: Float32Array;
}

/** Answers for one project with its chosen model: what is asked of it lazily, from the end of the data. */
export class Predictor {
	readonly model: Model;
	readonly card: TrainedModel;
	/** Everybody as of the day after the last order. */
	readonly examples: Examples;
	readonly #rows: Map<string, number>;
	#all: Float32Array | undefined;
	#averages: Float64Array | undefined;
	#population: Examples | undefined;
	#intervals: Intervals | undefined;

	/** `averages`: [products] where they are known already. @throws LikelyError `project.no_model` where nothing was trained yet */
	constructor(
		readonly project: Project,
		averages?: Float64Array
	) {
		const card = project.models.find((m) => m.id === project.chosen) ?? project.models.at(-1);
		if (!card) throw new LikelyError('project.no_model', { project: project.name });
		this.card = card;
		this.model = decodeModel(card.model);
		this.examples = currentExamples(project.book, card.question);
		this.#averages = averages;
		this.#rows = new Map(Array.from(this.examples.customer, (c, row) => [project.book.customers[c], row]));
	}

	get products(): readonly string[] {
		return this.project.book.products;
	}

	/** [products] what each is called where products are codes. */
	get productNames(): readonly string[] | undefined {
		return this.project.book.productNames;
	}

	/** Where the true probability lies for a predicted one. */
	get intervals(): Intervals {
		this.#intervals ??= new Intervals(certaintyOfCard(this.card));
		return this.#intervals;
	}

	/**
	 * Everybody, with the inputs that the model takes: for what is typical of them. Of very many numbers, rows at even
	 * steps stand for all.
	 */
	get population(): Examples {
		if (this.#population) return this.#population;
		const { model, examples } = this;
		const { customer, product } = inputFeatures(model);
		const most = Math.max(1, Math.floor(MOST_INPUTS / (customer.length + product.length)));
		const isAll = !model.inputs || examples.rows <= most;
		const drawn = isAll ? examples : selectRows(examples, Int32Array.from({ length: most }, (_, i) => Math.floor((i * examples.rows) / most)));
		return (this.#population = asInputs(model, drawn));
	}

	/** One row, or some, with the inputs that the model takes. */
	inputsOf(rows: Int32Array): Examples {
		return asInputs(this.model, selectRows(this.examples, rows));
	}

	/** Row of a customer in `examples`. @throws LikelyError `customer.unknown` */
	rowOf(customer: string): number {
		const row = this.#rows.get(customer);
		if (row === undefined) throw new LikelyError('customer.unknown', { customer });
		return row;
	}

	/** Probabilities of one row, [products]. */
	probabilities(row: number): Float32Array {
		const k = this.products.length;
		if (this.#all) return this.#all.subarray(row * k, (row + 1) * k);
		return this.model.predict(selectRows(this.examples, Int32Array.of(row)));
	}

	/** Calls `visit` with blocks of consecutive rows and their probabilities, [rows × products], row-major. */
	everybody(visit: (firstRow: number, rows: number, p: Float32Array) => void): void {
		for (const { first, size, p } of this.#blocks(BLOCK)) visit(first, size, p);
	}

	/** The same in blocks so small that others can have their turn between two. */
	*turns(): Generator<Block> {
		const all = this.#all;
		if (!all) return yield* this.#blocks(this.#turnRows);
		const k = this.products.length;
		for (const { first, size } of this.#parts(this.#turnRows)) yield { first, size, p: all.subarray(first * k, (first + size) * k) };
	}

	/** How many blocks `turns` has. */
	get turnCount(): number {
		return Math.ceil(this.examples.rows / this.#turnRows);
	}

	/** Whether `averages` and, where they fit, everybody's probabilities are there at once. */
	get isPrepared(): boolean {
		return this.#averages !== undefined;
	}

	/**
	 * Works `averages` out with others getting their turn, and keeps everybody's probabilities where they fit; on the cores of a pool, where
	 * that is `worthIt` from so many pairs on, to the same bits.
	 */
	async prepare({ report, signal }: Work = silent, pool?: TaskPool, worthIt?: number): Promise<void> {
		if (this.#averages) return;
		const take = breather(signal);
		const sums = this.#sums();
		const most = this.#predictedRows;
		const pairs = this.examples.rows * this.products.length;
		report({ stage: 'answers', done: 0, total: this.examples.rows });
		await breathe(signal);
		const pooled = pool && !this.#all && PooledAnswers.isWorthIt(this.model, pairs, pool, worthIt) ? new PooledAnswers(this.card.model, pool) : undefined;
		const done = async ({ first, size, p }: Block) => {
			sums.add(p);
			report({ stage: 'answers', done: first + size, total: this.examples.rows });
			await take();
		};
		if (pooled) for await (const block of this.#pooledBlocks(most, pooled)) await done(block);
		else for (const block of this.#blocks(most)) await done(block);
		this.#averages ??= sums.means();
	}

	/** Rows of a block, where they are there already and where they have to be predicted. */
	get #turnRows(): number {
		const k = this.products.length;
		return this.#all ? Math.max(1, Math.floor(TURN_PAIRS / k)) : this.#predictedRows;
	}

	get #predictedRows(): number {
		return Math.max(256, Math.min(BLOCK, Math.floor(BLOCK_PAIRS / this.products.length)));
	}

	*#blocks(most: number): Generator<Block> {
		if (this.#all) return yield { first: 0, size: this.examples.rows, p: this.#all };
		const keep = this.#keeper();
		for (const { first, size } of this.#parts(most)) yield keep({ first, size, p: this.model.predict(this.#part(first, size)) });
		keep.all();
	}

	/** The same in the same order, each asked for while those before it are worked out. */
	async *#pooledBlocks(most: number, pooled: PooledAnswers): AsyncGenerator<Block> {
		const keep = this.#keeper();
		const asked: { readonly first: number; readonly size: number; readonly p: Promise<Float32Array | undefined> }[] = [];
		const answered = async ({ first, size, p }: (typeof asked)[number]) => keep({ first, size, p: (await p) ?? this.model.predict(this.#part(first, size)) });
		for (const { first, size } of this.#parts(most)) {
			asked.push({ first, size, p: pooled.predict(this.#part(first, size)) });
			const next = asked.length > 2 * pooled.pool.size ? asked.shift() : undefined;
			if (next) yield await answered(next);
		}
		for (const next of asked) yield await answered(next);
		keep.all();
	}

	*#parts(most: number): Generator<{ readonly first: number; readonly size: number }> {
		const { rows } = this.examples;
		for (let first = 0; first < rows; first += most) yield { first, size: Math.min(most, rows - first) };
	}

	#part(first: number, size: number): Examples {
		return size === this.examples.rows ? this.examples : selectRows(this.examples, Int32Array.from({ length: size }, (_, i) => first + i));
	}

	/** Keeps blocks as they come, where all of them fit; `all` when there is none left. */
	#keeper() {
		const k = this.products.length;
		const pairs = this.examples.rows * k;
		const kept = pairs <= KEPT_PAIRS ? new Float32Array(pairs) : undefined;
		const keep = (block: Block) => {
			kept?.set(block.p, block.first * k);
			return block;
		};
		return Object.assign(keep, { all: () => void (this.#all = kept) });
	}

	/** Adds up probabilities block by block, each product in the order of the rows. */
	#sums() {
		const k = this.products.length;
		const sums = new Float64Array(k);
		return {
			add: (p: Float32Array) => {
				for (let i = 0; i < p.length; i++) sums[i % k] += p[i];
			},
			means: () => sums.map((sum) => sum / this.examples.rows)
		};
	}

	/** Mean probability of each product over all customers, [products]. */
	averages(): Float64Array {
		if (this.#averages) return this.#averages;
		const sums = this.#sums();
		this.everybody((_, rows, p) => sums.add(p));
		this.#averages = sums.means();
		return this.#averages;
	}

	/** One customer's products, most likely first. @throws LikelyError `customer.unknown` */
	predict(customer: string, threshold = this.project.threshold): CustomerPrediction {
		const row = this.rowOf(customer);
		const p = this.probabilities(row);
		const averages = this.averages();
		const width = this.examples.features.customer.length;
		const products = this.products
			.map((product, k) => ({ product, probability: p[k], interval: this.intervals.of(p[k]), average: averages[k], ad: passes(p[k], threshold) }))
			.sort((a, b) => b.probability - a.probability);
		return {
			customer,
			asOf: this.examples.asOf[row],
			question: this.card.question,
			model: this.card.family,
			threshold,
			level: this.intervals.level,
			unlike: unlikeIn(this, this.examples.x.subarray(row * width, (row + 1) * width)),
			products,
			parameters: featureValues(this.examples, row),
			orders: recentOrders(this.examples, row, 12)
		};
	}

	/** One line a customer for the list, in row order. */
	customerRows(threshold = this.project.threshold): CustomerRow[] {
		const { book, customer } = this.examples;
		const k = this.products.length;
		const list: CustomerRow[] = [];
		this.everybody((first, rows, p) => {
			for (let r = 0; r < rows; r++) {
				let top = 0;
				let ads = 0;
				for (let j = 0; j < k; j++) {
					const value = p[r * k + j];
					if (value > p[r * k + top]) top = j;
					if (passes(value, threshold)) ads++;
				}
				const c = customer[first + r];
				const [from, to] = [book.customerOrders[c], book.customerOrders[c + 1]];
				list.push({
					id: book.customers[c],
					orders: to - from,
					spent: sumAmounts(book.lineAmount, book.orderLines[from], book.orderLines[to]),
					lastOrder: Math.floor(book.orderTime[to - 1]),
					topProduct: this.products[top],
					topProbability: p[r * k + top],
					ads
				});
			}
		});
		return list;
	}
}

function sumAmounts(amounts: Float64Array, from: number, to: number): number {
	let sum = 0;
	let known = 0;
	for (let i = from; i < to; i++) {
		if (Number.isNaN(amounts[i])) continue;
		sum += amounts[i];
		known++;
	}
	return known ? sum : NaN;
}

/** The customer's last known orders, newest first. */
function recentOrders(examples: Examples, row: number, limit: number): CustomerPrediction['orders'] {
	const { book } = examples;
	const first = book.customerOrders[examples.customer[row]];
	const orders = [];
	for (let o = first + examples.cut[row] - 1; o >= first && orders.length < limit; o--) {
		const [from, to] = [book.orderLines[o], book.orderLines[o + 1]];
		orders.push({
			id: book.orderIds[o],
			day: Math.floor(book.orderTime[o]),
			products: [...new Set(Array.from(book.lineProduct.subarray(from, to), (p) => book.products[p]))],
			amount: sumAmounts(book.lineAmount, from, to)
		});
	}
	return orders;
}
