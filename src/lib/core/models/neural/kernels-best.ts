import type { Kernels } from './kernels.js';
import { plainKernels } from './kernels-plain.js';
import { wasmKernels } from './kernels-wasm.js';

let compiles = true;

/** The quickest kernels that this machine has, on an arena of `floats`. */
export function bestKernels(floats: number): Kernels {
	if (compiles)
		try {
			return wasmKernels(floats);
		} catch (error) {
			if (error instanceof RangeError) throw error;
			compiles = false;
		}
	return plainKernels(floats);
}
