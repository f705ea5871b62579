import type { Random } from '../../../random.js';
import type { ForestKernel, Root, SearchOptions } from '../kernel.js';
import type { Binned } from '../types.js';
import { apart, CompiledKernel } from './base.js';
import type { Instance } from './instance.js';

export class CompiledForestKernel extends CompiledKernel implements ForestKernel {
	#usable = 0;

	/** weighted: whether there may be weights other than 1. */
	constructor(instance: Instance, binned: Binned, weighted: boolean) {
		super(instance, [binned], (rows) => ({
			codesByRow: 0,
			sparePairs: rows * 8,
			label: 0,
			weight: 0,
			margin: 0,
			onces: rows * 2,
			usable: weighted ? rows * 4 : 0,
			drawn: rows * 2,
			histograms: 2048
		}));
		new Uint8Array(instance.memory.buffer, this.at.histograms, 2048).fill(0);
	}

	setLabel(label: Uint8Array, weight?: Uint8Array): void {
		const { buffer } = this.instance.memory;
		const onces = new Uint8Array(buffer, this.at.onces, label.length * 2);
		const usable = new Uint32Array(buffer, this.at.usable, weight ? label.length : 0);
		this.#usable = 0;
		for (let row = 0; row < label.length; row++) {
			const w = weight ? weight[row] : 1;
			onces[2 * row] = w;
			onces[2 * row + 1] = label[row] ? w : 0;
			if (w > 0) usable[this.#usable++] = row;
		}
	}

	drawRows(random?: Random): Root {
		const word = () => (random ? random.uint32() : 0);
		const count = this.instance.exports.drawRows(this.#usable, random ? 1 : 0, word(), word(), word(), word());
		return { count, ...apart(this.instance.exports.sumDrawn(count)) };
	}

	search(begin: number, end: number, g: number, h: number, wanted: number, options: SearchOptions): void {
		this.use(options);
		this.instance.exports.search(begin, end, g, h, wanted, options.minGain);
		this.read();
	}

	partitionDrawn(begin: number, end: number): number {
		return this.instance.exports.partitionWithPairs(begin, end);
	}
}
