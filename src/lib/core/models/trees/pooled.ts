import type { TaskPool } from '../../parallel.js';
import { Arena } from './arena.js';
import { slotsOf } from './boosted.js';
import type { BoostedPart } from './boosted.js';
import { boostRows, boostTable } from './boost-rows.js';
import type { BoostTable, Labels } from './boost-rows.js';
import { boostSizes } from './compiled/boost.js';
import { forestSizes } from './compiled/forest.js';
import { seatBytes } from './compiled/instance.js';
import { boost } from './grow.js';
import type { GrownBoosted } from './grow.js';
import type { BoostedTask } from './tasks.js';
import type { Binned, Bins, GrowBoosted, GrowForest } from './types.js';

/** An arena in which a pool grows forests over so many rows; undefined where workers cannot share memory. heaviest: as forestSizes. */
export function forestArena(pool: TaskPool, rows: number, bins: Bins, options: GrowForest, heaviest: number): Arena | undefined {
	const { sizes } = forestSizes(rows, bins, options, heaviest);
	return Arena.open(pool.size, seatBytes(sizes), rows * (bins.kinds.length + 2));
}

/** The same for boosting over so many rows, the watched ones included. */
export function boostArena(pool: TaskPool, all: number, bins: Bins, options: GrowBoosted): Arena | undefined {
	const columns = bins.kinds.length;
	// Whether pairs are short is known when weights are.
	return Arena.open(pool.size, seatBytes(boostSizes(all, columns, slotsOf(options), false)), all * (2 * columns + 9));
}

/** What is boosted: rows, and those that are watched. */
interface Boosting {
	readonly table: BoostTable;
	readonly own: { readonly label: Labels; readonly weight?: Float32Array };
	readonly watched?: { readonly label: Labels; readonly weight?: Float32Array };
	/** Log-odds to start from: one for all, or [all rows]. */
	readonly base: number | Float32Array;
	readonly options: GrowBoosted;
	readonly seed: string;
	/** Trees that one task grows; the trees do not depend on it. */
	readonly step: number;
}

/** Boosting by a pool; `table` as `boostTable` made it with the same arena, where there is one. */
export async function boostInPool(
	pool: TaskPool,
	{ table, own, watched, base, options, seed, step }: Boosting,
	report: (part: BoostedPart, done: number) => void,
	arena?: Arena
): Promise<Pick<GrownBoosted, 'trees' | 'all' | 'curve'>> {
	const rows = boostRows(table, own, watched, base, arena);
	const task = { rows, options, seed, seats: arena?.seats };
	const grow = (from: number, to: number) => pool.run<BoostedTask, BoostedPart>('trees.boosted', { ...task, from, to });
	const grown = await boost(grow, rows, options, step, report);
	arena?.free(rows.label, rows.weight, rows.margin);
	return grown;
}

/** Tables as boosting reads them, and a way to give them back. */
export function shareTable(tables: readonly Binned[], arena?: Arena): { readonly table: BoostTable; readonly free: () => void } {
	const table = boostTable(tables, arena);
	return { table, free: () => arena?.free(table.codes, table.byRow) };
}
