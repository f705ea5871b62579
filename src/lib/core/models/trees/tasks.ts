import type { Task } from '../../parallel.js';
import { Random } from '../../random.js';
import { growForestPart } from './forest.js';
import type { ForestPart } from './forest.js';
import { ReferenceKernel } from './reference.js';
import type { Binned, GrowForest } from './types.js';

/** Trees `from` to `to` - 1 of one forest. */
export interface ForestTask {
	readonly binned: Binned;
	readonly label: Uint8Array;
	readonly weight?: Uint8Array;
	readonly options: GrowForest;
	readonly seed: string;
	readonly from: number;
	readonly to: number;
}

/** What the worker adapters register. */
export const treeTasks = {
	'trees.forest': ({ binned, label, weight, options, seed, from, to }: ForestTask): ForestPart =>
		growForestPart(new ReferenceKernel(binned), binned, label, weight, options, new Random(seed), from, to)
} satisfies Record<string, Task>;

/** How many trees make one task: about as much work whatever the rows, and not a matter of how many workers there are. */
export function treesPerTask(rows: number, trees: number): number {
	return Math.max(1, Math.min(25, trees, Math.floor(1_000_000 / Math.max(1, rows))));
}
