import { selectRows } from '../features/examples.js';
import type { Examples } from '../features/types.js';

/** Pairs of a block: 16 MB of probabilities. */
const PAIRS = 4_000_000;

/** The examples in blocks of consecutive rows, so that a pass over all pairs stays within some megabytes. */
export function* inBlocks(examples: Examples, pairs = PAIRS): Generator<Examples> {
	const size = Math.max(1, Math.floor(pairs / examples.book.products.length));
	if (size >= examples.rows) yield examples;
	else
		for (let first = 0; first < examples.rows; first += size)
			yield selectRows(examples, Int32Array.from({ length: Math.min(size, examples.rows - first) }, (_, i) => first + i));
}
