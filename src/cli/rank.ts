import { closeSync, openSync, writeSync } from 'node:fs';
import { LikelyError } from '../lib/core/errors.js';
import { topK } from '../lib/core/evaluation/top-k.js';
import { familyOf } from '../lib/core/models/families.js';
import { Predictor } from '../lib/core/project/predictor.js';
import type { Command } from './command.js';
import { print, printJson } from './output.js';
import { unreadable } from './source.js';
import { projectOf } from './train.js';
import { train, trainingOptions } from './training.js';

export const rank: Command = {
	usage: 'FILE --out ranked.jsonl [--model NAME] [--top 20] [options]',
	meaning: "writes every customer's most likely products, a line of JSON each",
	options: [...trainingOptions, 'model', 'top', 'out', 'past-only', 'train-future'],
	positionals: 1,
	async run(context) {
		const { args } = context;
		const out = args.required('out');
		const top = args.number('top', 20, 1, 1_000_000);
		const started = performance.now();
		const family = familyOf(args.text('model') ?? 'forest').name;
		// Every family learns from orders before each customer's last known one; held-out baskets are never labels.
		if (args.has('train-future')) throw new LikelyError('rank.past_only', { family });
		const training = await train(args.positionals[0], [family], context);
		const customers = writeRanking(new Predictor(projectOf(training, [family], context)), top, out);
		const seconds = (performance.now() - started) / 1000;
		if (args.has('json')) return printJson({ out, customers, top, model: family, seconds: Math.round(seconds * 1000) / 1000 });
		return print(`${out}: ${customers} customers, ${top} products each, ${seconds.toFixed(1)} s`);
	}
};

/** Writes `{"customer_id","products":[…]}` a line, best product first, in the order of the data; returns the lines. */
export function writeRanking(predictor: Predictor, top: number, out: string): number {
	const { products, examples } = predictor;
	let file: number;
	try {
		file = openSync(out, 'w');
	} catch (error) {
		throw unreadable(out, error);
	}
	try {
		predictor.everybody((first, rows, p) => {
			let lines = '';
			for (let r = 0; r < rows; r++) {
				const best = topK(p, r * products.length, products.length, top);
				const customer_id = examples.book.customers[examples.customer[first + r]];
				lines += `${JSON.stringify({ customer_id, products: best.map((j) => products[j]) })}\n`;
			}
			writeSync(file, lines);
		});
	} finally {
		closeSync(file);
	}
	return examples.rows;
}
