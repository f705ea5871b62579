import { CompiledKernel } from './compiled.js';
import type { Kernel, KernelShape } from './kernel.js';
import { ReferenceKernel } from './reference.js';
import type { Binned } from './types.js';
import { takeInstance } from './wasm/instance.js';

/** The fastest kernel there is here. tables: one under the other. */
export function createKernel(tables: readonly Binned[], shape: KernelShape): Kernel {
	const instance = takeInstance();
	return instance ? new CompiledKernel(instance, tables, shape) : new ReferenceKernel(tables);
}
