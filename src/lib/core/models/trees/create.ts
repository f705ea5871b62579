import type { Seats } from './arena.js';
import { scalesOf } from './boosted.js';
import type { BoostRows } from './boost-rows.js';
import { CompiledBoostKernel } from './compiled/boost.js';
import { CompiledForestKernel, TOO_MANY_ROWS } from './compiled/forest.js';
import { joinInstance, takeInstance } from './compiled/instance.js';
import type { BoostKernel, ForestKernel } from './kernel.js';
import { ReferenceBoostKernel } from './reference/boost.js';
import { ReferenceForestKernel } from './reference/forest.js';
import type { Binned, GrowForest } from './types.js';

/**
 * The fastest kernel there is here. label: [rows] 0 or 1. weight: [rows], 0 for rows that are not drawn; 1 where undefined.
 * seats: of the arena in which they stand.
 */
export function createForestKernel(
	binned: Binned,
	label: Uint8Array,
	weight: Uint8Array | undefined,
	options: GrowForest,
	seats?: Seats
): ForestKernel {
	const instance = binned.rows < TOO_MANY_ROWS ? ((seats && joinInstance(seats)) ?? takeInstance()) : undefined;
	return instance
		? new CompiledForestKernel(instance, binned, label, weight, options)
		: new ReferenceForestKernel(binned, label, weight, options);
}

/** slots: how many histograms are alive at once. seats: of the arena in which the rows stand. */
export function createBoostKernel(rows: BoostRows, slots: number, seats?: Seats): BoostKernel {
	const instance = (seats && joinInstance(seats)) ?? takeInstance();
	return instance ? new CompiledBoostKernel(instance, rows, slots, scalesOf(rows).isShort) : new ReferenceBoostKernel(rows);
}
