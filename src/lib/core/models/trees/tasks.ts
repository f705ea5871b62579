import type { Task } from '../../parallel.js';
import { Random } from '../../random.js';
import type { Seats } from './arena.js';
import type { Bag } from './bag.js';
import { growBoostedPart, slotsOf } from './boosted.js';
import type { BoostedPart } from './boosted.js';
import type { BoostRows } from './boost-rows.js';
import { growForestPart } from './forest.js';
import type { ForestPart } from './forest.js';
import { createBoostKernel, createForestKernel } from './create.js';
import type { Binned, GrowBoosted, GrowForest } from './types.js';

/** Trees `from` to `to` - 1 of one forest. */
export interface ForestTask {
	readonly binned: Binned;
	readonly label: Uint8Array;
	readonly weight?: Uint8Array;
	readonly options: GrowForest;
	readonly seed: string;
	readonly from: number;
	readonly to: number;
	/** Shared: where all tasks of the forest add their out-of-bag answers. */
	readonly bag?: Bag;
	/** Of the arena in which table, label and weight stand. */
	readonly seats?: Seats;
}

/** Trees `from` to `to` - 1 of one boosted ensemble. */
export interface BoostedTask {
	readonly rows: BoostRows;
	readonly options: GrowBoosted;
	readonly seed: string;
	readonly from: number;
	readonly to: number;
	/** Of the arena in which the rows stand: their margins are moved there. */
	readonly seats?: Seats;
}

/** What the worker adapters register. */
export const treeTasks = {
	'trees.forest': ({ binned, label, weight, options, seed, from, to, bag, seats }: ForestTask): ForestPart => {
		const kernel = createForestKernel(binned, label, weight, options, seats);
		try {
			return growForestPart(kernel, binned.bins.kinds.length, new Random(seed), from, to, bag);
		} finally {
			kernel.release();
		}
	},
	'trees.boosted': ({ rows, options, seed, from, to, seats }: BoostedTask): BoostedPart => {
		const kernel = createBoostKernel(rows, slotsOf(options), seats);
		try {
			const part = growBoostedPart(kernel, rows, options, new Random(seed), from, to);
			if (!seats) return { ...part, margin: kernel.margin.slice() };
			if (!kernel.isInPlace) rows.margin.set(kernel.margin);
			return part;
		} finally {
			kernel.release();
		}
	}
} satisfies Record<string, Task>;

/** How many trees make one task: about as much work whatever the rows, and not a matter of how many workers there are. */
export function treesPerTask(rows: number, trees: number): number {
	return Math.max(1, Math.min(50, trees, Math.floor(1_000_000 / Math.max(1, rows))));
}

/** How many boosted trees make one task, by the cells of the table; the trees do not depend on it. */
export function boostedTreesPerTask(cells: number): number {
	return Math.max(1, Math.min(50, Math.floor(5_000_000 / Math.max(1, cells))));
}
