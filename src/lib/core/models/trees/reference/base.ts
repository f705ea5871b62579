import { columnOrder } from '../column-order.js';
import type { Kernel } from '../kernel.js';
import { newSplit } from '../kernel.js';
import { goesLeft } from '../node.js';
import { stack } from '../stack.js';
import type { Binned, ColumnKind } from '../types.js';

/**
 * The kernel in plain TypeScript: what the compiled one is tested against, and what runs where that cannot start.
 * tables: one under the other; their bins are the first one's.
 */
export abstract class ReferenceKernel implements Kernel {
	readonly rows: Uint32Array;
	readonly order: Int32Array;
	readonly firstOrder: Int32Array;
	readonly best = newSplit();
	/** [columns × rows] */
	protected readonly codes: Uint8Array;
	protected readonly kinds: readonly ColumnKind[];
	readonly #right: Uint32Array;

	constructor(tables: readonly Binned[]) {
		this.kinds = tables[0].bins.kinds;
		this.codes = stack(tables);
		const rows = tables.reduce((sum, table) => sum + table.rows, 0);
		this.rows = new Uint32Array(rows);
		this.firstOrder = columnOrder(tables[0].bins, this.codes, rows);
		this.order = this.firstOrder.slice();
		this.#right = new Uint32Array(rows);
	}

	partition(begin: number, end: number): number {
		const { rows, best, codes } = this;
		const right = this.#right;
		const offset = best.column * rows.length;
		let lefts = begin;
		let rights = 0;
		for (let i = begin; i < end; i++) {
			const row = rows[i];
			if (goesLeft(best.kind, best.split, best.subset, 0, codes[offset + row])) rows[lefts++] = row;
			else right[rights++] = row;
		}
		rows.set(right.subarray(0, rights), lefts);
		return lefts;
	}

	release(): void {}
}
