import { LikelyError } from '../errors.js';
import { Intervals } from '../evaluation/interval.js';
import { baselineVector } from '../explanation/baseline.js';
import { LiveExplainer } from '../explanation/live.js';
import { selectRows } from '../features/examples.js';
import { pairVector, tableWidth } from '../features/table.js';
import { namesAlone } from '../features/names-alone.js';
import type { Examples } from '../features/types.js';
import { decodeModel } from '../models/decode.js';
import { asInputs, inputFeatures, readsHistories } from '../models/inputs.js';
import type { Unlike } from '../project/cards.js';
import { certaintyOfCard } from '../project/certainty.js';
import { breather, silent } from '../progress.js';
import type { Work } from '../progress.js';
import type { Predictor } from '../project/predictor.js';
import type { Project, TrainedModel } from '../project/types.js';
import { unlikeIn } from '../project/unlike.js';
import { passes } from '../recommendation/thresholds.js';
import type { CustomerSource } from './customer-source.js';
import { keptStrangers, KeptStrangerSource } from './kept-strangers.js';
import type { KeptStrangers } from './kept-strangers.js';

/** Customers that are looked at between two chances for others to get their turn. */
const ROWS = 1024;

/** What takes longest to know about a model and a book: it is kept for every model. */
export interface KeptAverages {
	readonly model: string;
	/** [products] the model's mean probabilities. */
	readonly averages: Float64Array;
}

/**
 * All that answers about the customers of one book by one model are made from, without the orders: a worker that was just
 * started reads this and answers at once. Plain data.
 */
export interface KeptAnswers extends KeptAverages {
	/** [rows] names, and the moments that are looked ahead from. */
	readonly customers: readonly string[];
	readonly asOf: Float64Array;
	/** As in Examples: [rows × customer features], [rows + 1], [entries], [entries × product features], [product features]. */
	readonly x: Float32Array;
	readonly start: Int32Array;
	readonly product: Int32Array;
	readonly entryX: Float32Array;
	readonly entryCustomerX?: Float32Array;
	readonly absentX: Float32Array;
	/** [products] as in OrderBook; empty where the book has none. */
	readonly productNames: readonly string[];
	/** [products × (customer + product features of what the model takes)] the average customer. */
	readonly baseline: Float32Array;
	/** Rows that are unlike all that the model learned from, and in what. */
	readonly unlike: readonly { readonly row: number; readonly values: readonly Unlike[] }[];
	/** For answers about somebody made up; left out where they take all orders. */
	readonly strangers?: KeptStrangers;
}

export type Kept = KeptAnswers | KeptAverages;

/** Whether answers can be made from what was kept alone. */
export function isWhole(kept: Kept): kept is KeptAnswers {
	return 'customers' in kept;
}

/** What to keep of a predictor: the averages alone for a model that answers from whole histories, which are the orders. Others get their turn. */
export async function keptAnswers(predictor: Predictor, work: Work = silent): Promise<Kept> {
	const { model, card, examples, products, project } = predictor;
	await predictor.prepare(work);
	const averages = predictor.averages();
	if (readsHistories(model)) return { model: card.id, averages };
	const width = examples.features.customer.length;
	const columns = tableWidth({ features: inputFeatures(model) });
	const baseline = new Float32Array(products.length * columns);
	products.forEach((_, p) => baseline.set(baselineVector(predictor.population, p), p * columns));
	const unlike: { row: number; values: readonly Unlike[] }[] = [];
	const take = breather(work.signal);
	for (let row = 0; row < examples.rows; row++) {
		if (row % ROWS === 0) await take();
		const values = unlikeIn(predictor, examples.x.subarray(row * width, (row + 1) * width));
		if (values.length) unlike.push({ row, values });
	}
	await take();
	const strangers = keptStrangers(predictor);
	return {
		model: card.id,
		customers: Array.from(examples.customer, (c) => project.book.customers[c]),
		asOf: examples.asOf,
		x: examples.x,
		start: examples.entries.start,
		product: examples.entries.product,
		entryX: examples.entryX,
		...(examples.entryCustomerX && { entryCustomerX: examples.entryCustomerX }),
		absentX: examples.absentX,
		averages,
		productNames: predictor.productNames ?? [],
		baseline,
		unlike,
		...(strangers && { strangers })
	};
}

/** The small part of a project that goes with what was kept: name, threshold and seed, the products, and the model. */
export type KeptProject = Pick<Project, 'name' | 'threshold' | 'seed'> & { readonly card: TrainedModel };

/** Answers as a predictor of the whole project does, to the bit. */
export class KeptCustomers implements CustomerSource {
	readonly #project: KeptProject;
	readonly #kept: KeptAnswers;
	readonly #examples: Examples;
	readonly #rows: ReadonlyMap<string, number>;
	readonly #model;
	readonly #intervals: Intervals;
	readonly #explainer: LiveExplainer;
	#strangers: KeptStrangerSource | undefined;

	/** `kept` is as `checkAnswers` lets it pass. @throws LikelyError `model.damaged` */
	constructor(project: KeptProject, kept: KeptAnswers) {
		this.#project = project;
		this.#kept = kept;
		this.#examples = examplesOf(project, kept);
		this.#rows = new Map(kept.customers.map((name, row) => [name, row]));
		this.#model = decodeModel(project.card.model);
		this.#intervals = new Intervals(certaintyOfCard(project.card));
		this.#explainer = new LiveExplainer(this.#model, inputFeatures(this.#model), project.seed);
		if (kept.baseline.length !== this.products.length * tableWidth({ features: inputFeatures(this.#model) })) throw new LikelyError('model.damaged', { family: project.card.family });
	}

	get name(): string {
		return this.#project.name;
	}
	get card(): TrainedModel {
		return this.#project.card;
	}
	get products(): readonly string[] {
		return this.#model.products;
	}
	get productNames(): readonly string[] {
		return this.#kept.productNames;
	}

	/** What answers about somebody made up; undefined where all orders are needed for that. */
	get strangers(): KeptStrangerSource | undefined {
		const { strangers, averages, productNames, baseline } = this.#kept;
		if (strangers) this.#strangers ??= new KeptStrangerSource({ project: this.#project, model: this.#model, intervals: this.#intervals, averages, productNames, baseline }, strangers);
		return this.#strangers;
	}

	predict(customer: string, threshold = this.#project.threshold): ReturnType<CustomerSource['predict']> {
		const row = this.#rowOf(customer);
		const p = this.#model.predict(selectRows(this.#examples, Int32Array.of(row)));
		const { averages, unlike, asOf } = this.#kept;
		return {
			customer,
			asOf: asOf[row],
			question: this.card.question,
			model: this.card.family,
			threshold,
			level: this.#intervals.level,
			unlike: unlike.find((one) => one.row === row)?.values ?? [],
			products: this.products
				.map((product, k) => ({ product, probability: p[k], interval: this.#intervals.of(p[k]), average: averages[k], ad: passes(p[k], threshold) }))
				.sort((a, b) => b.probability - a.probability)
		};
	}

	explain(customer: string, product?: number): ReturnType<CustomerSource['explain']> {
		const row = this.#rowOf(customer);
		const asked = product === undefined ? [...this.products.keys()] : [product];
		const columns = this.#kept.baseline.length / this.products.length;
		const inputs = asInputs(this.#model, selectRows(this.#examples, Int32Array.of(row)));
		return asked.map((p) => this.#explainer.explain(p, pairVector(inputs, 0, p), this.#kept.baseline.subarray(p * columns, (p + 1) * columns)));
	}

	#rowOf(customer: string): number {
		const row = this.#rows.get(customer);
		if (row === undefined) throw new LikelyError('customer.unknown', { customer });
		return row;
	}
}

/** The kept rows as examples of a book that has the names and no orders. */
function examplesOf({ card }: KeptProject, kept: KeptAnswers): Examples {
	const { customers, asOf, x, start, product, entryX, entryCustomerX, absentX } = kept;
	const rows = customers.length;
	return {
		book: namesAlone({ products: card.model.products, customers }),
		question: card.question,
		features: card.model.features,
		rows,
		customer: Int32Array.from({ length: rows }, (_, row) => row),
		cut: new Int32Array(rows),
		asOf,
		x,
		entries: { start, product },
		entryX,
		absentX,
		...(entryCustomerX && { entryCustomerX })
	};
}
