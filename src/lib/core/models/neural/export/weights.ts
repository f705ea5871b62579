import type { Network } from '../predictor.js';

/** A matrix [rows × columns], row-major. */
export interface Matrix {
	readonly values: Float32Array;
	readonly rows: number;
	readonly columns: number;
}

/** A network's matrices by name, output weights with their shared part added. */
export function matricesOf({ layout, parameters }: Network): (name: string) => Matrix {
	const cut = (name: string): Matrix => {
		const { offset, rows, columns } = layout.slot(name);
		return { values: parameters.slice(offset, offset + rows * columns), rows, columns };
	};
	const shared: Readonly<Record<string, string>> = { output: 'sharedOutput', ownOutput: 'sharedOwn' };
	return (name) => {
		const matrix = cut(name);
		if (!layout.shape.shared || !(name in shared)) return matrix;
		const { values } = cut(shared[name]);
		return { ...matrix, values: matrix.values.map((value, i) => value + values[i % matrix.columns]) };
	};
}

/** [columns × rows] of [rows × columns]. */
export function transposed({ values, rows, columns }: Matrix): Matrix {
	const out = new Float32Array(values.length);
	for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) out[c * rows + r] = values[r * columns + c];
	return { values: out, rows: columns, columns: rows };
}
