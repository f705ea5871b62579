import type { Binned } from './types.js';

/** Tables one under the other: their codes as [columns × all rows], into `out` where it is given. */
export function stack(tables: readonly Binned[], out?: Uint8Array): Uint8Array {
	const columns = tables[0].bins.kinds.length;
	const rows = tables.reduce((sum, table) => sum + table.rows, 0);
	const codes = out ?? new Uint8Array(rows * columns);
	let offset = 0;
	for (const table of tables) {
		for (let c = 0; c < columns; c++)
			codes.set(table.data.subarray(c * table.rows, (c + 1) * table.rows), c * rows + offset);
		offset += table.rows;
	}
	return codes;
}
