import { CompiledBoostKernel } from './compiled/boost.js';
import { CompiledForestKernel } from './compiled/forest.js';
import { takeInstance } from './compiled/instance.js';
import type { BoostKernel, ForestKernel } from './kernel.js';
import { ReferenceBoostKernel } from './reference/boost.js';
import { ReferenceForestKernel } from './reference/forest.js';
import type { Binned, GrowForest } from './types.js';

/** The fastest kernel there is here. weighted: whether rows may have other weights than 1. */
export function createForestKernel(binned: Binned, options: GrowForest, weighted: boolean): ForestKernel {
	const instance = takeInstance();
	return instance
		? new CompiledForestKernel(instance, binned, options, weighted)
		: new ReferenceForestKernel(binned, options);
}

/** tables: one under the other. slots: how many histograms are alive at once. */
export function createBoostKernel(tables: readonly Binned[], slots: number): BoostKernel {
	const instance = takeInstance();
	return instance ? new CompiledBoostKernel(instance, tables, slots) : new ReferenceBoostKernel(tables);
}
