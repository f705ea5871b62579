import type { Rejection, Role, Table } from './types.js';

/**
 * Why a row is set aside, in the order of the checks: a row counts under the first that applies. `role` names the
 * column whose cell is shown as the example.
 */
export const reasons = [
	{ code: 'row.cells', role: undefined },
	{ code: 'row.header', role: 'customer' },
	{ code: 'row.no_customer', role: 'customer' },
	{ code: 'row.no_product', role: 'product' },
	{ code: 'row.not_purchase', role: undefined },
	{ code: 'row.bad_date', role: 'date' },
	{ code: 'row.bad_amount', role: 'amount' },
	{ code: 'row.bad_price', role: 'price' },
	{ code: 'row.bad_quantity', role: 'quantity' },
	{ code: 'row.duplicate', role: 'product' },
	{ code: 'row.fee', role: 'product' },
	{ code: 'row.test_customer', role: 'customer' },
	{ code: 'row.cancellation', role: 'order' },
	{ code: 'row.cancellation_unmatched', role: 'order' },
	{ code: 'row.not_positive_price', role: 'price' },
	{ code: 'row.not_positive_quantity', role: 'quantity' }
] as const satisfies readonly { code: string; role: Role | undefined }[];

export type ReasonCode = (typeof reasons)[number]['code'];

/** Reasons that are a judgement and not a lack: their rows can be used all the same. */
export const keepable: readonly ReasonCode[] = [
	'row.not_purchase',
	'row.duplicate',
	'row.fee',
	'row.test_customer',
	'row.not_positive_price',
	'row.not_positive_quantity',
	'row.bad_amount',
	'row.bad_price',
	'row.bad_quantity'
];

/** The rows of a table that were set aside. */
export interface SetAside {
	/** [rows of the table] 0: used; else 1 + the index into `codes`. */
	readonly reason: Uint8Array;
	readonly codes: readonly string[];
	/** [codes] index of the column whose cell is the value at fault, -1 where it is the number of cells. */
	readonly columns: readonly number[];
}

const EXAMPLES = 5;

/** Number of a reason as it stands in `SetAside.reason`. */
export function reasonNumber(code: ReasonCode): number {
	return reasons.findIndex((reason) => reason.code === code) + 1;
}

/** The cell that a row was set aside for, as text. */
export function valueAtFault(table: Table, aside: SetAside, row: number): string {
	const column = aside.columns[aside.reason[row] - 1];
	if (column >= 0) {
		const { codes, values } = table.columns[column].cells;
		return values[codes[row]] ?? '';
	}
	return String(cellsOf(table, row));
}

/** How many cells a row had in the file. */
export function cellsOf(table: Table, row: number): number {
	if (!table.uneven) return table.columns.length;
	const { rows, cells } = table.uneven;
	let low = 0;
	for (let high = rows.length; low < high; ) {
		const middle = (low + high) >> 1;
		if (rows[middle] < row) low = middle + 1;
		else high = middle;
	}
	return rows[low] === row ? cells[low] : table.columns.length;
}

/** Counts and first examples, most frequent reason first. */
export function countRejections(table: Table, aside: SetAside): Rejection[] {
	const counts = new Float64Array(aside.codes.length);
	const examples: { line: number; value: string }[][] = aside.codes.map(() => []);
	for (let row = 0; row < table.rows; row++) {
		const reason = aside.reason[row] - 1;
		if (reason < 0) continue;
		counts[reason]++;
		if (examples[reason].length < EXAMPLES)
			examples[reason].push({ line: table.line[row], value: valueAtFault(table, aside, row) });
	}
	return aside.codes
		.map((code, i) => ({ code, count: counts[i], examples: examples[i] }))
		.filter(({ count }) => count > 0)
		.sort((a, b) => b.count - a.count);
}
