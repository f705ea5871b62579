import type { BoostRows } from '../boost-rows.js';
import { columnOrder } from '../column-order.js';
import { newSplit } from '../kernel.js';
import type { BoostKernel, SearchOptions } from '../kernel.js';
import { sigmoid } from '../logistic.js';
import type { ColumnKind } from '../types.js';
import { divide } from './divide.js';
import { CELLS, searchColumn } from './search.js';

const f = Math.fround;

export class ReferenceBoostKernel implements BoostKernel {
	readonly rows: Uint32Array;
	readonly order: Int32Array;
	readonly firstOrder: Int32Array;
	readonly best = newSplit();
	readonly margin: Float32Array;
	readonly isInPlace = false;
	/** [columns × rows] */
	readonly #codes: Uint8Array;
	readonly #kinds: readonly ColumnKind[];
	/** [2 × rows] by row: g, then h */
	readonly #pairs: Int32Array;
	/** [slots] of [columns × CELLS] */
	readonly #slots: Int32Array[] = [];

	constructor(readonly given: BoostRows) {
		const { bins, all, codes, margin } = given;
		this.#kinds = bins.kinds;
		this.#codes = codes;
		this.rows = new Uint32Array(all);
		this.firstOrder = columnOrder(bins, codes, all);
		this.order = this.firstOrder.slice();
		this.margin = margin.slice();
		this.#pairs = new Int32Array(all * 2);
	}

	gradients(scaleG: number, scaleH: number): void {
		const { margin } = this;
		const { label, weight } = this.given;
		for (let row = 0; row < margin.length; row++) {
			const p = sigmoid(margin[row]);
			const g = whole(f(f(p - label[row]) * f(scaleG)));
			const h = Math.max(1, whole(f(f(p * f(1 - p)) * f(scaleH))));
			this.#pairs[2 * row] = whole(f((weight?.[row] ?? 1) * g));
			this.#pairs[2 * row + 1] = Math.max(1, whole(f((weight?.[row] ?? 1) * h)));
		}
	}

	sums(count: number): { g: number; h: number } {
		let g = 0;
		let h = 0;
		for (let i = 0; i < count; i++) {
			g += this.#pairs[2 * this.rows[i]];
			h += this.#pairs[2 * this.rows[i] + 1];
		}
		return { g, h };
	}

	histogram(slot: number, begin: number, end: number, used: number): void {
		const { rows } = this;
		const [pairs, codes] = [this.#pairs, this.#codes];
		for (let at = 0; at < used; at++) {
			const offset = this.order[at] * rows.length;
			const cells = this.#cells(slot, this.order[at]).fill(0);
			for (let i = begin; i < end; i++) {
				const cell = 2 * codes[offset + rows[i]];
				cells[cell] += pairs[2 * rows[i]];
				cells[cell + 1] += pairs[2 * rows[i] + 1];
			}
		}
	}

	subtract(slot: number, other: number, used: number): void {
		for (let at = 0; at < used; at++) {
			const from = this.#cells(slot, this.order[at]);
			const less = this.#cells(other, this.order[at]);
			for (let i = 0; i < CELLS; i++) from[i] -= less[i];
		}
	}

	search(slot: number, g: number, h: number, used: number, options: SearchOptions): void {
		this.best.column = -1;
		this.best.gain = options.minGain;
		for (let at = 0; at < used; at++) {
			const column = this.order[at];
			searchColumn(this.#cells(slot, column), this.#kinds[column], g, h, column, options, this.best);
		}
	}

	partition(begin: number, end: number): number {
		return divide(this.rows, begin, end, this.best, this.#codes, this.rows.length);
	}

	release(): void {}

	#cells(slot: number, column: number): Int32Array {
		const all = (this.#slots[slot] ??= new Int32Array(this.order.length * CELLS));
		return all.subarray(column * CELLS, (column + 1) * CELLS);
	}
}

/** To the nearest whole number, halves away from 0. */
const whole = (x: number) => Math.trunc(f(x + (x < 0 ? -0.5 : 0.5)));
