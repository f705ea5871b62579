import type { Random } from '../../random.js';
import type { BoostRows } from './boost-rows.js';
import type { BoostKernel } from './kernel.js';

/** A tree's own chance, after its rows were drawn, and whether it drew row number i of those with a weight. */
interface Drawn {
	readonly stream: Random;
	readonly isDrawn: (i: number) => number;
}

/** What each tree before `to` draws, asked in order: of four trees at once where the kernel can. */
export function drawsOf(kernel: BoostKernel, { rows, weight }: BoostRows, share: number, random: Random, to: number): (tree: number) => Drawn {
	let own = 0;
	for (let row = 0; row < rows; row++) if (!weight || weight[row] > 0) own++;
	if (share >= 1) return (tree) => ({ stream: random.fork(tree), isDrawn: () => 1 });
	const bytes = new Uint8Array(own);
	let first = to;
	let streams: readonly Random[] = [];
	let four: Uint8Array = bytes;
	return (tree) => {
		if (!kernel.drawFour) {
			const stream = random.fork(tree);
			stream.below(share, bytes);
			return { stream, isDrawn: (i) => bytes[i] };
		}
		if (tree < first || tree >= first + streams.length) {
			first = tree;
			streams = [0, 1, 2, 3].map((i) => random.fork(tree + i));
			four = kernel.drawFour(streams, share, own);
		}
		const bit = tree - first;
		return { stream: streams[bit], isDrawn: (i) => (four[i] >> bit) & 1 };
	};
}

/** Puts the tree's rows into `order`, ascending, and, unless `alone`, the others behind them; returns the number of the first. */
export function listRows(order: Uint32Array, { rows, weight }: BoostRows, isDrawn: (i: number) => number, alone: boolean): number {
	let count = 0;
	const last = order.length - 1;
	for (let row = 0, i = 0; row < rows; row++) {
		const drawn = !weight || weight[row] > 0 ? isDrawn(i++) : 0;
		// At `count` where it is drawn, else before the others; without a branch that no processor can foresee.
		order[alone ? count : count + ((last - row) & (drawn - 1))] = row;
		count += drawn;
	}
	if (!alone) for (let row = rows; row < order.length; row++) order[count + last - row] = row;
	return count;
}
