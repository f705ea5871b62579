import { binTable } from '../trees/bin.js';
import { sumTrees } from '../trees/predict.js';
import type { PairModel } from './boosting.js';
import { BATCH, PairNetwork } from './network.js';
import { INPUTS, writeInput } from './network-input.js';
import type { InputScale } from './network-input.js';

/** Boosted trees and networks over the same pairs, and popularity. What they say of a pair is their weighted mean log-odds. */
export interface PairMix {
	readonly trees: PairModel;
	/** Parameters of each network. */
	readonly networks: readonly Float32Array[];
	readonly scale: InputScale;
	/** How much the networks count, 0 to 1; the trees count the rest. */
	readonly share: number;
	/** How much popularity counts beside both, 0 to 1, and the slope of its log-odds in the logarithm of a product's orders. */
	readonly popular: number;
	readonly slope: number;
}

/** Scores pairs by a mix of trees and networks. */
export class PairScorer {
	readonly #mix: PairMix;
	readonly #network = new PairNetwork();

	constructor(mix: PairMix) {
		this.#mix = mix;
	}

	/** [rows] log-odds for x [rows × columns]; those of the trees count from their base. */
	score(x: Float32Array, rows: number): Float64Array {
		const { trees, share } = this.#mix;
		const score = new Float64Array(rows);
		if (share < 1) {
			const binned = binTable(trees.bins, x, rows);
			const factor = (1 - share) / trees.members.length;
			for (const member of trees.members) sumTrees(member, binned).forEach((value, row) => (score[row] += factor * value));
		}
		if (share > 0) this.#addNetworks(x, rows, score);
		return score;
	}

	#addNetworks(x: Float32Array, rows: number, score: Float64Array): void {
		const { networks, scale, share } = this.#mix;
		const { kernels, input, out } = this.#network;
		const { memory } = kernels;
		const columns = INPUTS / 2;
		for (let from = 0; from < rows; from += BATCH) {
			const count = Math.min(BATCH, rows - from);
			for (let i = 0; i < count; i++) writeInput(scale, x, (from + i) * columns, memory, input + i * INPUTS);
			for (const parameters of networks) {
				memory.set(parameters);
				this.#network.forward(count);
				for (let i = 0; i < count; i++) score[from + i] += (share / networks.length) * memory[out + i];
			}
		}
	}
}
