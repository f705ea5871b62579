import { Ints } from './ints.js';

/** What is remembered of the rows of a file beside their cells: where each begins, and which have too many or too few cells. */
export class RowLog {
	readonly lines: Ints;
	readonly #uneven = new Ints(16);
	readonly #cells = new Ints(16);
	/** How many of the rows to skip have not come yet. */
	skip: number;

	/** `skip` rows come before the first row of data. */
	constructor(skip: number, capacity: number) {
		this.skip = skip;
		this.lines = new Ints(capacity);
	}

	/** Whether the row that was just read is data; only then may it be added. */
	wanted(): boolean {
		if (this.skip === 0) return true;
		this.skip--;
		return false;
	}

	add(line: number): void {
		this.lines.push(line);
	}

	/** Says of a row, the one that was added last unless told, that it had `cells` cells. */
	markUneven(cells: number, row = this.lines.length - 1): void {
		this.#uneven.push(row);
		this.#cells.push(cells);
	}

	get uneven(): { rows: Int32Array; cells: Int32Array } | undefined {
		return this.#uneven.length ? { rows: this.#uneven.finish(), cells: this.#cells.finish() } : undefined;
	}
}
