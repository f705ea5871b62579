import type { Transactions } from '../../../src/lib/core/data/types.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import type { Question } from '../../../src/lib/core/features/types.js';
import type { FamilyName } from '../../../src/lib/core/models/types.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import type { Parameter } from '../../../src/lib/core/project/cards.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { Random } from '../../../src/lib/core/random.js';

export interface Case {
	readonly family: FamilyName;
	/** 8: data without dates, the parameters of the original; 12: all that dated data gives. */
	readonly parameters: 8 | 12;
	readonly customers: number;
	readonly products: number;
	readonly trees: number;
}

export interface Measured extends Case {
	/** Of the project, beside how many of them differ between the customer and the baseline. */
	readonly groups: number;
	readonly nodes: number;
	/** Milliseconds of an answer to a moved slider. */
	readonly p50: number;
	readonly p95: number;
	readonly worst: number;
	/** The first answer for a customer, and the one that changes facts. */
	readonly first: number;
	/** With the impacts of 10 products only. */
	readonly few: number;
}

const quality = { rows: 0, used: 0, rejections: [], customers: 0, orders: 0, products: 0, returned: 0, from: 0, to: 0 };
const made = '2024-05-01T10:00:00.000Z';
const mapping = { columns: {}, attributes: [], dateOrder: 'ymd' as const, decimalMark: '.' as const };

/** A model trained on a made-up shop. */
export async function trained(given: Case): Promise<{ readonly predictor: Predictor; readonly nodes: number }> {
	const book = buildOrderBook(shop(given.customers, given.products, given.parameters === 12));
	const question: Question = given.parameters === 12 ? defaultQuestion(book) : { kind: 'next-order' };
	const { models, best } = await trainModels(
		book,
		question,
		{
			families: [given.family],
			seed: 1,
			threshold: 0.5,
			pool: inline(treeTasks),
			now: made,
			options: given.family === 'neighbours' ? {} : { [given.family]: { trees: given.trees, ...(given.family === 'boosted' && { patience: 0 }) } }
		},
		silent
	);
	const project = { id: 'p', name: 'p', created: made, mapping, quality, book, question, seed: 1, threshold: 0.5, models, chosen: best };
	return { predictor: new Predictor(project), nodes: Number(models.at(-1)?.facts.nodes ?? 0) };
}

/** Moves sliders, one after the other, from end to end. */
export async function measure(given: Case, moves = 60): Promise<Measured> {
	const { predictor, nodes } = await trained(given);
	const { book } = predictor.project;
	const whatIf = new WhatIf(predictor);
	const random = new Random('sliders');
	const times: number[] = [];
	const firsts: number[] = [];
	const fews: number[] = [];
	let groups = 0;
	for (let c = 0; c < 4; c++) {
		const customer = book.customers[random.integer(book.customers.length)];
		const { parameters } = whatIf.start(customer);
		const sliders = parameters.filter((p) => p.feature.kind === 'number' && p.high > p.low);
		const values: Record<string, number> = {};
		firsts.push(timed(() => (groups = whatIf.answer({ customer, values }).explanations[0].impacts.length)));
		for (let i = 0; i < moves; i += 10) {
			const slider = sliders[random.integer(Math.min(sliders.length, 10))];
			for (let step = 0; step < 10; step++) {
				values[slider.name] = position(slider, step / 9);
				times.push(timed(() => whatIf.answer({ customer, values })));
			}
		}
		for (let step = 0; step < 10; step++) {
			values[sliders[0].name] = position(sliders[0], step / 9);
			fews.push(timed(() => whatIf.answer({ customer, values, explain: book.products.slice(0, 10) })));
		}
	}
	const sorted = times.sort((a, b) => a - b);
	return {
		...given,
		groups,
		nodes,
		p50: quantile(sorted, 0.5),
		p95: quantile(sorted, 0.95),
		worst: sorted[sorted.length - 1],
		first: quantile(firsts.sort((a, b) => a - b), 0.5),
		few: quantile(fews.sort((a, b) => a - b), 0.5)
	};
}

function timed(work: () => unknown): number {
	const start = performance.now();
	work();
	return performance.now() - start;
}

function position({ low, high, step }: Parameter, share: number): number {
	return low + Math.round(((high - low) * share) / step) * step;
}

const quantile = (sorted: readonly number[], q: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))];

/** Customers with favourites and a rhythm of their own, in three regions; without dates an order number tells the sequence. */
function shop(customers: number, products: number, dated: boolean): Transactions {
	const random = new Random('shop');
	const lines: { c: number; o: number; p: number; t: number; amount: number }[] = [];
	let orders = 0;
	for (let c = 0; c < customers; c++) {
		const favourites = Array.from({ length: 3 }, () => random.integer(products));
		const gap = 20 + random.integer(60);
		const purse = 10 + random.integer(90);
		for (let t = 15_000 + random.integer(60); t < 16_000; t += 1 + Math.floor(gap * (0.5 + random.next()))) {
			const size = 1 + random.integer(4);
			for (let i = 0; i < size; i++)
				lines.push({
					...{ c, o: orders, t },
					p: random.next() < 0.7 ? favourites[i % 3] : random.integer(products),
					amount: Math.round(purse * (0.5 + random.next()))
				});
			orders++;
		}
	}
	const column = (codes: Int32Array, prefix: string, count: number) => ({
		codes,
		values: Array.from({ length: count }, (_, i) => `${prefix}${i}`)
	});
	return {
		rows: lines.length,
		customer: column(Int32Array.from(lines, (l) => l.c), 'C', customers),
		order: column(Int32Array.from(lines, (l) => l.o), 'O', orders),
		product: column(Int32Array.from(lines, (l) => l.p), 'P', products),
		time: Float64Array.from(lines, (l) => (dated ? l.t : 15_000)),
		amount: Float64Array.from(lines, (l) => l.amount),
		quantity: new Float64Array(lines.length).fill(1),
		returned: Uint8Array.from(lines, () => (random.next() < 0.05 ? 1 : 0)),
		line: Int32Array.from(lines, (_, i) => i + 2),
		attributes: [
			{ name: 'region', column: { codes: Int32Array.from(lines, (l) => l.c % 3), values: ['North', 'South', 'West'] } }
		]
	};
}
