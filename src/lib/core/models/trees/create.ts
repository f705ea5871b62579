import { CompiledBoostKernel } from './compiled/boost.js';
import { CompiledForestKernel, TOO_MANY_ROWS } from './compiled/forest.js';
import { takeInstance } from './compiled/instance.js';
import type { BoostKernel, ForestKernel } from './kernel.js';
import { ReferenceBoostKernel } from './reference/boost.js';
import { ReferenceForestKernel } from './reference/forest.js';
import type { Binned, GrowForest } from './types.js';

/** The fastest kernel there is here. weight: [rows] what the kernel's labels will come with; undefined: 1 for every row. */
export function createForestKernel(binned: Binned, options: GrowForest, weight?: Uint8Array): ForestKernel {
	const instance = binned.rows < TOO_MANY_ROWS ? takeInstance() : undefined;
	return instance
		? new CompiledForestKernel(instance, binned, options, weight)
		: new ReferenceForestKernel(binned, options);
}

/** tables: one under the other. slots: how many histograms are alive at once. */
export function createBoostKernel(tables: readonly Binned[], slots: number): BoostKernel {
	const instance = takeInstance();
	return instance ? new CompiledBoostKernel(instance, tables, slots) : new ReferenceBoostKernel(tables);
}
