import { ByteColumn } from './byte-column.js';
import { Ints } from './ints.js';
import type { PartOutput } from './read-part.js';
import { decoded } from './reading.js';
import type { Read } from './reading.js';
import type { Encoding } from './types.js';

/** The parts of a text put together in their order: what one reader of the whole would have read. */
export class JoinedParts {
	readonly #columns: readonly ByteColumn[];
	#line: Int32Array[] = [];
	#lines = 0;
	#rows = 0;
	readonly #uneven = { rows: new Ints(16), cells: new Ints(16) };

	constructor(width: number) {
		this.#columns = Array.from({ length: width }, () => new ByteColumn(Infinity));
	}

	/** Adds the next part, whose buffers are kept and changed. */
	add({ columns, line, lines, uneven }: PartOutput): void {
		columns.forEach((column, c) => this.#columns[c].append(column));
		uneven?.rows.forEach((row, i) => {
			this.#uneven.rows.push(row + this.#rows);
			this.#uneven.cells.push(uneven.cells[i]);
		});
		for (let row = 0; row < line.length; row++) line[row] += this.#lines;
		this.#line.push(line);
		this.#rows += line.length;
		this.#lines += lines;
	}

	/** The whole, in a given encoding or the one that it seems to be; nothing may be added afterwards. */
	async finish(pause: () => Promise<void> | undefined, given?: Encoding): Promise<Read> {
		const { cells, encoding } = await decoded(this.#columns, pause, given);
		const line = oneBehindTheOther(this.#line);
		this.#line = [];
		const { rows, cells: counts } = this.#uneven;
		return { cells, line, encoding, ...(rows.length && { uneven: { rows: rows.finish(), cells: counts.finish() } }) };
	}
}

function oneBehindTheOther(parts: readonly Int32Array[]): Int32Array {
	if (parts.length === 1) return parts[0];
	const whole = new Int32Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}
