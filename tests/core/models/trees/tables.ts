import { binColumns } from '../../../../src/lib/core/models/trees/index.js';
import type { Binned, ColumnKind } from '../../../../src/lib/core/models/trees/index.js';
import { Random } from '../../../../src/lib/core/random.js';

export interface Sample {
	readonly columns: Float32Array[];
	readonly kinds: ColumnKind[];
	readonly binned: Binned;
	readonly label: Uint8Array;
}

/** The same as `sample` without the category. */
export function numbers(rows: number, seed: number | string = 1, maxBins = 255): Pick<Sample, 'binned' | 'label'> {
	const { columns, kinds, label } = sample(rows, seed, maxBins);
	return { binned: binColumns(columns.slice(0, -1), kinds.slice(0, -1), maxBins), label };
}

/** A random table: numbers with and without gaps, a flag, a category; the label depends on the first and the last. */
export function sample(rows: number, seed: number | string = 1, maxBins = 255): Sample {
	const random = new Random(seed);
	const fill = (value: (row: number) => number) => Float32Array.from({ length: rows }, (_, row) => value(row));
	const columns = [
		fill(() => random.normal()),
		fill(() => (random.next() < 0.2 ? NaN : random.integer(6))),
		fill(() => random.integer(2)),
		fill(() => (random.next() < 0.1 ? NaN : Math.exp(3 * random.normal()))),
		fill(() => (random.next() < 0.1 ? -1 : random.integer(9)))
	];
	const kinds: ColumnKind[] = ['number', 'number', 'flag', 'number', 'category'];
	const label = Uint8Array.from(columns[0], (value, row) => {
		const score = value + (columns[4][row] % 3 === 1 ? 1.5 : 0) + (Number.isNaN(columns[1][row]) ? 1 : 0) - 1;
		return random.next() < 1 / (1 + Math.exp(-2 * score)) ? 1 : 0;
	});
	return { columns, kinds, binned: binColumns(columns, kinds, maxBins), label };
}
