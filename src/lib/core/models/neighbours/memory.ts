import { selectRows } from '../../features/examples.js';
import type { Examples, SparseRows } from '../../features/types.js';
import type { Random } from '../../random.js';
import { popularityRates } from '../popularity.js';
import { historiesOf, nameHash } from './histories.js';
import type { Histories } from './histories.js';

/** All that the model remembers: training rows with what came before and what came after. */
export interface Memory {
	/** [rows] whose row it is, by `nameHash`; rows of one customer follow each other. */
	readonly customer: Uint32Array;
	readonly before: Histories;
	/** What each row bought next (for `ever`: owns). */
	readonly after: SparseRows;
	/** [products] popularity. */
	readonly rate: Float32Array;
}

/** Most rows that are remembered; for `ever`, where each owned product has neighbours of its own, fewer. */
const MOST_ROWS = { next: 8192, 'next-order': 8192, ever: 4096 };

/**
 * Labelled rows to look for neighbours among. Beyond a number, whole customers are drawn by chance. Throws
 * `model.no_examples` without rows and `evaluation.no_labels`.
 */
export function remember(train: Examples, random: Random): Memory {
	const rate = popularityRates(train);
	const kept = someCustomers(train, MOST_ROWS[train.question.kind], random);
	const { product, start } = kept.labels ?? { product: new Int32Array(0), start: new Int32Array(kept.rows + 1) };
	return {
		customer: Uint32Array.from(kept.customer, (c) => nameHash(train.book.customers[c])),
		before: historiesOf(kept),
		after: { product, start },
		rate
	};
}

/** All rows of as many customers, drawn by chance, as stay within a number of rows; all rows where they do. */
export function someCustomers(examples: Examples, mostRows: number, random: Random): Examples {
	if (examples.rows <= mostRows) return examples;
	const rowsOf = new Map<number, number>();
	for (const c of examples.customer) rowsOf.set(c, (rowsOf.get(c) ?? 0) + 1);
	const drawn = new Set<number>();
	let rows = 0;
	for (const c of random.shuffle([...rowsOf.keys()])) {
		rows += rowsOf.get(c) ?? 0;
		if (rows > mostRows && drawn.size) break;
		drawn.add(c);
	}
	return selectRows(examples, Int32Array.from(examples.customer.keys()).filter((r) => drawn.has(examples.customer[r])));
}
