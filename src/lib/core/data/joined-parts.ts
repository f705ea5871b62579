import { categoryOf } from './byte-column.js';
import type { PackedColumn } from './byte-column.js';
import { ByteDictionary, hashOf } from './byte-dictionary.js';
import { CodeList } from './code-list.js';
import { surveyEncoding } from './dictionary-text.js';
import type { ColumnEncoding, EncodingSurvey } from './dictionary-text.js';
import { Ints } from './ints.js';
import type { PartOutput } from './read-part.js';
import { decoded } from './reading.js';
import type { Read } from './reading.js';
import type { Category, Encoding } from './types.js';

/** A column whose parts come one after the other, each with a dictionary of its own. */
class JoinedColumn {
	#values = new ByteDictionary();
	readonly #codes = new CodeList(Infinity);

	/** Adds the next rows. */
	add({ codes, bytes, start }: PackedColumn): void {
		const map = new Int32Array(start.length - 1);
		for (let v = 0; v < map.length; v++) map[v] = this.#values.code(bytes, start[v], start[v + 1], hashOf(bytes, start[v], start[v + 1]));
		this.#codes.append(codes, map);
	}

	surveyEncoding(): EncodingSurvey {
		return surveyEncoding(this.#values.values);
	}

	finish(encoding: ColumnEncoding): Category {
		const dictionary = this.#values;
		this.#values = new ByteDictionary();
		const category = categoryOf(this.#codes.finish(), dictionary.values, encoding);
		dictionary.release();
		return category;
	}
}

/** The parts of a text put together in their order: what one reader of the whole would have read. */
export class JoinedParts {
	readonly #columns: readonly JoinedColumn[];
	#line: Int32Array[] = [];
	#lines = 0;
	#rows = 0;
	readonly #uneven = { rows: new Ints(16), cells: new Ints(16) };

	constructor(width: number) {
		this.#columns = Array.from({ length: width }, () => new JoinedColumn());
	}

	/** Adds the next part, whose buffers are kept and changed. */
	add({ columns, line, lines, uneven }: PartOutput): void {
		columns.forEach((column, c) => this.#columns[c].add(column));
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
