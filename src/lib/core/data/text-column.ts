import { cellText } from './cell-text.js';
import { CodeList } from './code-list.js';
import type { Category } from './types.js';

/** A column that is dictionary-encoded while it is read from text. */
export class TextColumn {
	readonly #codes: CodeList;
	readonly #code = new Map<string, number>();

	constructor(capacity: number) {
		this.#codes = new CodeList(capacity);
	}

	/** Adds one cell; undefined, or nothing but white space, is missing. */
	add(raw: string | undefined): void {
		const text = raw === undefined ? '' : cellText(raw);
		if (text === '') {
			this.#codes.push(-1);
			return;
		}
		let code = this.#code.get(text);
		if (code === undefined) {
			code = this.#code.size;
			this.#code.set(detached(text), code);
		}
		this.#codes.push(code);
	}

	finish(): Category {
		const values = [...this.#code.keys()];
		this.#code.clear();
		return { codes: this.#codes.finish(), values };
	}
}

/** The same text without the large text that it was cut from, which it would otherwise keep in memory. */
function detached(text: string): string {
	return text.length < 13 ? text : ` ${text}`.slice(1);
}
