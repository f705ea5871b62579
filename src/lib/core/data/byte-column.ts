import { ByteDictionary, hashOf } from './byte-dictionary.js';
import { CodeList } from './code-list.js';
import { surveyEncoding, textsOf } from './dictionary-text.js';
import type { ColumnEncoding, EncodingSurvey, PackedValues } from './dictionary-text.js';
import type { Category, Codes } from './types.js';

/** A column in buffers that can be given away. */
export interface PackedColumn extends PackedValues {
	/** [rows] -1 missing. */
	readonly codes: Codes;
}

/** A column that is dictionary-encoded while it is read, straight from bytes. */
export class ByteColumn {
	readonly #codes: CodeList;
	#values = new ByteDictionary();

	/** capacity: about how many rows there will be; `Infinity` where nobody knows. */
	constructor(capacity: number) {
		this.#codes = new CodeList(capacity);
	}

	addMissing(): void {
		this.#codes.push(-1);
	}

	/** Adds the bytes from `start` to `end`, whose hash is `hash`; none is a missing value. */
	add(bytes: Uint8Array, start: number, end: number, hash: number): void {
		this.#codes.push(start === end ? -1 : this.#values.code(bytes, start, end, hash));
	}

	/** Adds the rows of another one, which has a dictionary of its own. */
	append({ codes, bytes, start }: PackedColumn): void {
		const map = new Int32Array(start.length - 1);
		for (let v = 0; v < map.length; v++) map[v] = this.#values.code(bytes, start[v], start[v + 1], hashOf(bytes, start[v], start[v + 1]));
		this.#codes.append(codes, map);
	}

	surveyEncoding(): EncodingSurvey {
		return surveyEncoding(this.#values.values);
	}

	/** The column; it is empty afterwards. See `textsOf`. */
	finish(encoding: ColumnEncoding): Category {
		const dictionary = this.#values;
		this.#values = new ByteDictionary();
		const category = categoryOf(this.#codes.finish(), dictionary.values, encoding);
		dictionary.release();
		return category;
	}

	pack(): PackedColumn {
		return { codes: this.#codes.finish(), ...this.#values.pack() };
	}
}

/**
 * A column from the codes of its rows, which may be changed, and their values. Values that became equal, or nothing,
 * when they were cleaned take one code, or none; codes ascend by first appearance.
 */
export function categoryOf(codes: Codes, packed: PackedValues, encoding: ColumnEncoding): Category {
	const { values, changed } = textsOf(packed, encoding);
	if (!changed) return { codes, values };
	const code = new Map<string, number>();
	const map = Int32Array.from(values, (text) => {
		if (text === '') return -1;
		const known = code.get(text);
		if (known !== undefined) return known;
		code.set(text, code.size);
		return code.size - 1;
	});
	for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) codes[row] = map[codes[row]];
	return { codes, values: [...code.keys()] };
}
