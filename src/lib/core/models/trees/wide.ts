import { NodeKind } from './types.js';
import type { Trees } from './types.js';

/** Levels of a tree that is asked all its questions at once, and bytes of it; see wasm/wide.as. */
export const WIDE_DEPTH = 4;
export const WIDE_BYTES = 160;

const QUESTIONS = 2 ** WIDE_DEPTH - 1;
const LEAVES = QUESTIONS + 1;

type Nodes = Pick<Trees, 'column' | 'split' | 'kind' | 'left' | 'value'>;

const leaf = new Float32Array(1);
const leafBytes = new Uint8Array(leaf.buffer);

/**
 * Lays the tree whose root is node `root` out from bytes[at] on, as wasm/wide.as reads it: a leaf further up stands in the place of
 * all below it. False where the tree has more levels or asks for a category.
 */
export function packWide({ column, split, kind, left, value }: Nodes, root: number, bytes: Uint8Array, at: number): boolean {
	const put = (node: number, place: number): boolean => {
		if (kind[node] === NodeKind.category) return false;
		const isLeaf = kind[node] === NodeKind.leaf;
		if (place >= QUESTIONS) {
			leaf[0] = value[node];
			for (let byte = 0; byte < 4; byte++) bytes[at + 96 + byte * LEAVES + place - QUESTIONS] = leafBytes[byte];
			return isLeaf;
		}
		const shift = kind[node] === NodeKind.missingRight ? 1 : 0;
		const asked = isLeaf ? 0 : column[node];
		for (let byte = 0; byte < 4; byte++) bytes[at + 4 * place + byte] = asked >>> (8 * byte);
		bytes[at + 64 + place] = shift;
		bytes[at + 80 + place] = isLeaf ? 255 : split[node] - shift;
		const child = root + left[node];
		return put(isLeaf ? node : child, 2 * place + 1) && put(isLeaf ? node : child + 1, 2 * place + 2);
	};
	return put(root, 0);
}
