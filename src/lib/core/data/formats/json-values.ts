import { LikelyError } from '../../errors.js';

/** A value of a JSON text and the line on which it begins. */
export interface JsonValue {
	readonly value: unknown;
	readonly line: number;
}

/** Characters that one value may have. */
const LONGEST = 1 << 28;

/**
 * Cuts a JSON text, piece by piece, into its values: the elements where the text is one array, else the values that
 * follow each other (JSON lines, or one object). Throws file.bad_json {line} where one is not JSON or not whole.
 */
export class JsonValues {
	readonly #found: JsonValue[] = [];
	#rest = '';
	/** Position in `#rest` up to which the scan has come. */
	#at = 0;
	#start = -1;
	#startLine = 1;
	#line = 1;
	#depth = 0;
	#inText = false;
	#array: boolean | undefined;
	#closed = false;

	/** The values that are whole with this piece. */
	read(text: string, last: boolean): JsonValue[] {
		this.#rest += text;
		this.#scan();
		if (last) {
			if (this.#start >= 0 && this.#depth === this.#outer && !this.#inText) this.#take(this.#rest.length);
			if (this.#start >= 0 || (this.#array && !this.#closed)) throw this.#bad(this.#startLine);
		}
		const keepFrom = this.#start >= 0 ? this.#start : this.#at;
		this.#rest = this.#rest.slice(keepFrom);
		this.#at -= keepFrom;
		if (this.#start >= 0) this.#start = 0;
		if (this.#rest.length > LONGEST) throw new LikelyError('file.too_large', { bytes: this.#rest.length });
		return this.#found.splice(0);
	}

	/** The depth at which values stand. */
	get #outer(): number {
		return this.#array ? 1 : 0;
	}

	#scan(): void {
		const text = this.#rest;
		let at = this.#at;
		for (; at < text.length; at++) {
			const code = text.charCodeAt(at);
			if (code === 10) this.#line++;
			if (this.#inText) {
				if (code === 92) {
					if (at + 1 === text.length) break;
					at++;
				} else if (code === 34) this.#inText = false;
				continue;
			}
			if (code === 32 || code === 9 || code === 13 || code === 0xfeff) continue;
			if (code === 10) {
				if (!this.#array && this.#depth === 0 && this.#start >= 0) this.#take(at);
				continue;
			}
			if (this.#closed) throw this.#bad(this.#line);
			if (this.#array === undefined) {
				this.#array = code === 91;
				if (this.#array) {
					this.#depth = 1;
					continue;
				}
			}
			this.#character(code, at);
		}
		this.#at = at;
	}

	#character(code: number, at: number): void {
		const outside = this.#depth === this.#outer;
		if (outside && (code === 44 || (code === 93 && this.#array))) {
			if (this.#start >= 0) this.#take(at);
			if (code === 93) this.#closed = true;
			return;
		}
		const closes = code === 125 || code === 93;
		if (outside && closes) throw this.#bad(this.#line);
		if (this.#start < 0) {
			this.#start = at;
			this.#startLine = this.#line;
		}
		if (code === 34) this.#inText = true;
		else if (code === 123 || code === 91) this.#depth++;
		else if (closes && --this.#depth === this.#outer) this.#take(at + 1);
	}

	#take(end: number): void {
		try {
			this.#found.push({ value: JSON.parse(this.#rest.slice(this.#start, end)), line: this.#startLine });
		} catch (cause) {
			throw new LikelyError('file.bad_json', { line: this.#startLine }, { cause });
		}
		this.#start = -1;
	}

	#bad(line: number): LikelyError {
		return new LikelyError('file.bad_json', { line });
	}
}
