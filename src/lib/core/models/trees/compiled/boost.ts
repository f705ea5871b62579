import type { BoostKernel, Root, SearchOptions } from '../kernel.js';
import type { Binned } from '../types.js';
import { apart, CompiledKernel } from './base.js';
import type { Instance } from './instance.js';

export class CompiledBoostKernel extends CompiledKernel implements BoostKernel {
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly margin: Float32Array;

	/** slots: how many histograms are alive at once. */
	constructor(instance: Instance, tables: readonly Binned[], slots: number) {
		super(instance, tables, (rows, columns) => ({
			codesByRow: rows * columns,
			sparePairs: 0,
			label: rows * 4,
			weight: rows * 4,
			margin: rows * 4,
			onces: 0,
			usable: 0,
			drawn: 0,
			histograms: slots * columns * 2048
		}));
		const { buffer } = instance.memory;
		const rows = this.rows.length;
		this.label = new Float32Array(buffer, this.at.label, rows);
		this.weight = new Float32Array(buffer, this.at.weight, rows);
		this.margin = new Float32Array(buffer, this.at.margin, rows);
		instance.exports.transpose(this.at.codes, this.at.codesByRow, rows, this.order.length);
	}

	gradients(scaleG: number, scaleH: number): void {
		this.instance.exports.gradients(scaleG, scaleH);
	}

	root(count: number): Root {
		return { count, ...apart(this.instance.exports.sum(0, count)) };
	}

	histogram(slot: number, begin: number, end: number, used: number): void {
		this.instance.exports.histogram(slot, begin, end, used);
	}

	subtract(slot: number, other: number, used: number): void {
		this.instance.exports.subtract(slot, other, used);
	}

	search(slot: number, g: number, h: number, used: number, options: SearchOptions): void {
		this.use(options);
		this.instance.exports.searchHistogram(slot, g, h, used, options.minGain);
		this.read();
	}
}
