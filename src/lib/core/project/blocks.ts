import { selectRows } from '../features/examples.js';
import type { Examples } from '../features/types.js';
import type { Answers } from '../models/types.js';
import { breathe } from '../progress.js';
import type { Work } from '../progress.js';

/** Pairs of a block: 16 MB of probabilities. */
const PAIRS = 4_000_000;
/** Pairs, and rows at least, that are asked before others get their turn: large models are slow on few rows at a time. */
const TURN_PAIRS = 250_000;
const TURN_ROWS = 256;

/** The examples in blocks of consecutive rows, so that a pass over all pairs stays within some megabytes. */
export function* inBlocks(examples: Examples, pairs = PAIRS): Generator<Examples> {
	const size = Math.max(1, Math.floor(pairs / examples.book.products.length));
	if (size >= examples.rows) yield examples;
	else
		for (let first = 0; first < examples.rows; first += size)
			yield selectRows(examples, Int32Array.from({ length: Math.min(size, examples.rows - first) }, (_, i) => first + i));
}

/** Blocks after which others may have their turn: about a third of a second of a large forest. */
export const turnBlocks = (examples: Examples) => inBlocks(examples, Math.max(TURN_PAIRS, TURN_ROWS * examples.book.products.length));

/** Answers for all of the examples with others getting their turn, [rows × products]. Throws the abort of a cancelled signal. */
export async function answersTo(examples: Examples, answers: Answers, { report, signal }: Work): Promise<Float32Array> {
	const { rows } = examples;
	const products = examples.book.products.length;
	const p = new Float32Array(rows * products);
	let done = 0;
	for (const block of turnBlocks(examples)) {
		report({ stage: 'answers', done, total: rows });
		await breathe(signal);
		p.set(answers(block), done * products);
		done += block.rows;
	}
	return p;
}
