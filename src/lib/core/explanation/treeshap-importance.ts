import type { TreeModel } from '../models/trees/model.js';
import type { Random } from '../random.js';
import type { Evaluate } from './shapley.js';
import type { PathShap } from './treeshap-path.js';

/** [columns] mean absolute Shapley value over the rows (Lundberg et al. 2020). */
export function meanAbsoluteShap({ values }: PathShap, columns: number): Float64Array {
	const rows = values.length / columns;
	const mean = new Float64Array(columns);
	for (let i = 0; i < values.length; i++) mean[i % columns] += Math.abs(values[i]) / rows;
	return mean;
}

/** [columns] shares of what one product's splits gained in training, adding up to 1; all 0 where nothing was split. */
export function gainImportance(model: TreeModel, product: number): Float64Array {
	const { trees, first, bins } = model.parts;
	const columns = bins.kinds.length;
	const gain = new Float64Array(columns);
	for (let i = first[product] * columns; i < first[product + 1] * columns; i++) gain[i % columns] += trees.gain[i];
	const total = gain.reduce((sum, own) => sum + own, 0);
	return total > 0 ? gain.map((own) => own / total) : gain;
}

export interface PermutationImportance {
	/** [groups] how much the loss rises when the group's values are dealt to other rows, mean over the repeats. */
	readonly mean: Float64Array;
	/** [groups] standard deviation over the repeats; NaN for a single one. */
	readonly deviation: Float64Array;
}

/**
 * Permutation importance (Breiman 2001; Fisher, Rudin & Dominici 2019). table: [rows × columns], row-major; the columns of
 * a group move together. loss: of the probabilities [rows], lower is better.
 */
export function permutationImportance(
	evaluate: Evaluate,
	table: Float32Array,
	rows: number,
	groups: readonly Int32Array[],
	loss: (probabilities: Float32Array) => number,
	repeats: number,
	random: Random
): PermutationImportance {
	const width = table.length / rows;
	const before = loss(evaluate(table, rows));
	const dealt = table.slice();
	const mean = new Float64Array(groups.length);
	const deviation = new Float64Array(groups.length);
	groups.forEach((columns, group) => {
		const rises = Float64Array.from({ length: repeats }, (_, repeat) => {
			const from = random.fork(`${group}/${repeat}`).shuffle(Int32Array.from({ length: rows }, (_, row) => row));
			for (let row = 0; row < rows; row++)
				for (const c of columns) dealt[row * width + c] = table[from[row] * width + c];
			return loss(evaluate(dealt, rows)) - before;
		});
		for (let row = 0; row < rows; row++) for (const c of columns) dealt[row * width + c] = table[row * width + c];
		mean[group] = rises.reduce((sum, rise) => sum + rise, 0) / repeats;
		const squares = rises.reduce((sum, rise) => sum + (rise - mean[group]) ** 2, 0);
		deviation[group] = Math.sqrt(squares / (repeats - 1));
	});
	return { mean, deviation };
}
