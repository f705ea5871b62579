import { closeSync, openSync, writeSync } from 'node:fs';
import { LikelyError } from '../lib/core/errors.js';
import { topK } from '../lib/core/evaluation/top-k.js';
import type { OrderBook, Question } from '../lib/core/features/types.js';
import { familyOf } from '../lib/core/models/families.js';
import { rankNextBasket } from '../lib/core/models/nextbasket/index.js';
import type { FamilyName } from '../lib/core/models/types.js';
import { Predictor } from '../lib/core/project/predictor.js';
import type { Command, Context } from './command.js';
import type { Orders } from './orders.js';
import { print, printJson } from './output.js';
import { unreadable } from './source.js';
import { projectOf } from './train.js';
import { askedOrders, familiesFor, trainingOptions, trainOn } from './training.js';

/** The default for the next order: boosted trees over (customer, product) pairs, made for long lists of products. */
const PAIRS = 'boosted-pairs';

export const rank: Command = {
	usage: 'FILE --out ranked.jsonl [--model NAME] [--top 20] [options]',
	meaning: `writes every customer's most likely products, a line of JSON each; for the next order by ${PAIRS}, unless --model says otherwise`,
	options: [...trainingOptions, 'model', 'top', 'out', 'past-only', 'train-future'],
	positionals: 1,
	async run(context) {
		const { args } = context;
		const out = args.required('out');
		const wanted = args.number('top', 20, 1, 1_000_000);
		const started = performance.now();
		const named = args.text('model');
		const family = named === undefined || named === PAIRS ? undefined : familyOf(named).name;
		// Families learn from orders before each customer's last known one; held-out baskets are never their labels.
		if (family && args.has('train-future')) throw new LikelyError('rank.past_only', { family });
		const { orders, question } = await askedOrders(args.positionals[0], context, ({ book }) =>
			book.given || named === PAIRS || args.has('past-only') || args.has('train-future') ? 'next-order' : undefined
		);
		const top = Math.min(wanted, orders.book.products.length);
		const byPairs = !family && question.kind === 'next-order';
		if (!byPairs && (named === PAIRS || args.has('train-future'))) throw new LikelyError('rank.next_order_only', { model: PAIRS });
		const model = byPairs ? PAIRS : (family ?? 'forest');
		const customers = byPairs
			? await rankByPairs(orders, top, out, context)
			: await rankByFamily(orders, question, family ?? 'forest', top, out, context);
		const seconds = (performance.now() - started) / 1000;
		if (args.has('json')) return printJson({ out, customers, top, model, seconds: Math.round(seconds * 1000) / 1000 });
		return print(`${out}: ${customers} customers, ${top} products each, ${seconds.toFixed(1)} s`);
	}
};

async function rankByPairs({ book }: Orders, top: number, out: string, { args, work, pool }: Context): Promise<number> {
	const mode = args.has('train-future') ? 'train-future' : 'past-only';
	const { customers, products, top: width } = await rankNextBasket(book, { mode, top, seed: args.seed }, work, pool);
	writeLines(book, out, (write) =>
		customers.forEach((customer, row) => {
			const ranked = products.subarray(row * width, (row + 1) * width);
			write(book.customers[customer], Array.from(ranked));
		})
	);
	return customers.length;
}

async function rankByFamily(orders: Orders, question: Question, family: FamilyName, top: number, out: string, context: Context): Promise<number> {
	const { threshold, seed, settings } = context.args;
	const { families } = familiesFor(family, orders, question);
	const training = await trainOn(orders, question, { families, threshold, seed, options: settings }, context);
	return writeRanking(new Predictor(projectOf(training, [family], context)), top, out);
}

/** Writes the ranking of every customer of a predictor, in the order of the data; returns the lines. */
function writeRanking(predictor: Predictor, top: number, out: string): number {
	const { products, examples } = predictor;
	writeLines(examples.book, out, (write) =>
		predictor.everybody((first, rows, p) => {
			for (let r = 0; r < rows; r++)
				write(examples.book.customers[examples.customer[first + r]], topK(p, r * products.length, products.length, top));
		})
	);
	return examples.rows;
}

/** Writes `{"customer_id","products":[…]}` a line, best product first; where products are codes, with their names as `product_names`, '' where one is unknown. */
function writeLines({ products, productNames }: OrderBook, out: string, produce: (write: (customer_id: string, ranked: readonly number[]) => void) => void): void {
	let file: number;
	try {
		file = openSync(out, 'w');
	} catch (error) {
		throw unreadable(out, error);
	}
	let lines = '';
	const flush = () => {
		writeSync(file, lines);
		lines = '';
	};
	try {
		produce((customer_id, ranked) => {
			const line = { customer_id, products: ranked.map((p) => products[p]), ...(productNames && { product_names: ranked.map((p) => productNames[p]) }) };
			lines += `${JSON.stringify(line)}\n`;
			if (lines.length > 1_000_000) flush();
		});
		flush();
	} finally {
		closeSync(file);
	}
}
