import { asked } from '../../evaluation/asked.js';
import { selectRows } from '../../features/examples.js';
import type { Examples, SparseRows } from '../../features/types.js';
import { breathe, breather } from '../../progress.js';
import type { Random } from '../../random.js';
import type { FitContext } from '../types.js';
import { remember } from './memory.js';
import { TermReader, termNames, TERMS } from './terms.js';

/** About the most pairs that the weights are learned from; beyond, pairs that were not bought are drawn by chance. */
const MOST_PAIRS = 2 ** 18;

/** Terms of pairs whose customers were not remembered when they were told: columns of length pairs. */
export interface Material {
	readonly columns: readonly Float32Array[];
	/** 1 bought, 0 not, 2 not asked. */
	readonly label: Uint8Array;
	/** How many pairs each stands for; 1 where all are there, row by row. */
	readonly weight: Float32Array;
	/** Whether every pair of the told rows is there. */
	readonly whole: boolean;
}

/**
 * Tells each row of `told` by the customers of `train` who are in other folds; with one fold, by those who are not told.
 */
export async function tellOutOfFold(
	train: Examples,
	told: Examples,
	{ folds, neighbours }: { readonly folds: number; readonly neighbours: number },
	random: Random,
	{ report, signal }: Pick<FitContext, 'report' | 'signal'>
): Promise<Material> {
	const foldOf = new Map<number, number>();
	random.fork('folds').shuffle([...new Set(told.customer)]).forEach((c, i) => foldOf.set(c, i % folds));
	const rowsWhere = (examples: Examples, keep: (fold: number | undefined) => boolean) =>
		Int32Array.from(examples.customer.keys()).filter((r) => keep(foldOf.get(examples.customer[r])));
	const { pairs, label, weight, whole } = drawPairs(told, random.fork('pairs'));
	const columns = termNames.map(() => new Float32Array(weight.length));
	const pause = breather(signal);
	let done = 0;
	for (let fold = 0; fold < folds; fold++) {
		const rows = rowsWhere(told, (f) => f === fold);
		const others = rowsWhere(train, (f) => f !== fold);
		if (!rows.length || !others.length) continue;
		await breathe(signal);
		const reader = new TermReader(remember(selectRows(train, others), random.fork(`memory/${fold}`)), neighbours);
		let next = 0;
		for (const terms of reader.rows(selectRows(told, rows))) {
			const row = rows[next++];
			for (let k = pairs.start[row]; k < pairs.start[row + 1]; k++) {
				const from = pairs.product[k] * TERMS;
				for (let t = 0; t < TERMS; t++) columns[t][k] = terms[from + t];
			}
			await pause();
			if (++done % 64 === 0) report({ stage: 'neighbours', done, total: told.rows });
		}
	}
	report({ stage: 'neighbours', done: told.rows, total: told.rows });
	return { columns, label, weight, whole };
}

/** The pairs of all rows; where they are too many, all that were bought and some of the others, which stand for the rest. */
function drawPairs(told: Examples, random: Random): { pairs: SparseRows } & Omit<Material, 'columns'> {
	const products = told.book.products.length;
	const share = Math.min(1, MOST_PAIRS / (told.rows * products));
	const mark = asked(told);
	const start = new Int32Array(told.rows + 1);
	const product: number[] = [];
	const label: number[] = [];
	for (let r = 0; r < told.rows; r++) {
		const marks = mark(r);
		for (let p = 0; p < products; p++) {
			if (marks[p] !== 1 && share < 1 && random.next() >= share) continue;
			product.push(p);
			label.push(marks[p]);
		}
		start[r + 1] = product.length;
	}
	return {
		pairs: { start, product: Int32Array.from(product) },
		label: Uint8Array.from(label),
		weight: Float32Array.from(label, (mark) => (mark === 1 ? 1 : 1 / share)),
		whole: share === 1
	};
}
