import { NodeKind } from './types.js';

/** Whether a bin goes left at a node. For a category: bit `bin` of the eight words of `subsets` from `at` on. */
export function goesLeft(kind: number, split: number, subsets: Uint32Array, at: number, bin: number): boolean {
	if (kind === NodeKind.category) return ((subsets[at + (bin >> 5)] >>> (bin & 31)) & 1) === 1;
	return kind === NodeKind.missingLeft ? bin <= split : bin > 0 && bin <= split;
}
