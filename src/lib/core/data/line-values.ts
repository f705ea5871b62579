import { LikelyError } from '../errors.js';
import { finite, parseAmount } from './amounts.js';
import { isNothing } from './ids.js';
import { parseTime } from './parse-time.js';
import type { Category, Codes, DateOrder, Mapping, Role, Table } from './types.js';

/** The column that plays a role, if any does. */
export function columnFor(table: Table, mapping: Mapping, role: Exclude<Role, 'attribute' | 'ignore'>): Category | undefined {
	const name = mapping.columns[role];
	return name === undefined ? undefined : table.columns.find((column) => column.name === name)?.cells;
}

/** A column of numbers, read by row. Where the file has none, and for text, it is `absent`. */
export class NumberColumn {
	readonly there: boolean;
	readonly #codes: Codes | undefined;
	readonly #absent: number;
	/** [values] */
	readonly #number: Float64Array;
	readonly #text: Uint8Array;

	constructor(cells: Category | undefined, mark: '.' | ',', absent: number) {
		this.there = cells !== undefined;
		this.#codes = cells?.codes;
		this.#absent = absent;
		const values = cells?.values ?? [];
		this.#number = new Float64Array(values.length).fill(absent);
		this.#text = new Uint8Array(values.length);
		values.forEach((value, code) => {
			const number = parseAmount(value, mark);
			if (!Number.isNaN(number)) this.#number[code] = number;
			else if (!isNothing(value)) this.#text[code] = 1;
		});
	}

	read(row: number): number {
		const code = this.#codes === undefined ? -1 : this.#codes[row];
		return code < 0 ? this.#absent : this.#number[code];
	}

	/** The numbers of some rows, each times that of another column where there is one. */
	pick(rows: Int32Array, factor?: NumberColumn): Float64Array {
		const numbers = new Float64Array(rows.length);
		for (let i = 0; i < rows.length; i++) numbers[i] = this.read(rows[i]);
		if (factor) for (let i = 0; i < rows.length; i++) numbers[i] = finite(numbers[i] * factor.read(rows[i]));
		return numbers;
	}

	/** Whether there is something that is not a number. */
	isText(row: number): boolean {
		const code = this.#codes === undefined ? -1 : this.#codes[row];
		return code >= 0 && this.#text[code] === 1;
	}
}

/** [values]: the time of each value of a date column, in days; `dayNumbers` where the column counts days instead. */
export function timesOf(column: string, cells: Category, order: DateOrder): { times: Float64Array; dayNumbers: boolean } {
	const times = Float64Array.from(cells.values, (text) => parseTime(text, order));
	if (times.some((time) => !Number.isNaN(time))) return { times, dayNumbers: false };
	const days = Float64Array.from(cells.values, (text) => (/^\d{1,5}(\.0+)?$/.test(text) ? Number(text) : NaN));
	const counted = days.length > 1 && days.every((day) => day < 20_000);
	if (!counted) throw new LikelyError('data.no_dates', { column, examples: cells.values.slice(0, 5) });
	return { times: days, dayNumbers: true };
}
