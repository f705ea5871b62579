import { cellText } from './cell-text.js';
import { isUtf8 } from './decode.js';
import { wordsBeyondAscii } from './legacy-encoding.js';
import type { LegacyEncoding } from './types.js';
import { decodeWindows1252 } from './windows-1252.js';

const BLOCK = 1 << 20;
/** Bytes of a column that its legacy encoding is told by. */
const SAMPLE = 1 << 12;

/** The values of a dictionary as bytes: value v lies in `bytes` from `start[v]` to `start[v + 1]`. */
export interface PackedValues {
	readonly bytes: Uint8Array;
	/** [values + 1] */
	readonly start: Int32Array;
}

/** What the values beyond ASCII say of their encoding. */
export interface EncodingSurvey {
	/** How many are valid UTF-8, and how many are not. */
	readonly valid: number;
	readonly invalid: number;
	/** Words of the first ones that are not. */
	readonly sample: Uint8Array;
}

/** How a column is decoded: as UTF-8 where it is, or all of it in the legacy encoding. */
export interface ColumnEncoding {
	readonly utf8: boolean;
	readonly legacy: LegacyEncoding;
}

export function surveyEncoding(values: PackedValues): EncodingSurvey {
	const survey = { valid: 0, invalid: 0 };
	const words: Uint8Array[] = [];
	let sampled = 0;
	eachBlock(values, (from, to) => {
		if (isAscii(values, from, to)) return;
		for (let v = from; v < to; v++) {
			if (isAscii(values, v, v + 1)) continue;
			if (isUtf8(bytesOf(values, v, v + 1))) survey.valid++;
			else {
				survey.invalid++;
				if (sampled < SAMPLE) sampled += words[words.push(wordsBeyondAscii(bytesOf(values, v, v + 1), SAMPLE - sampled)) - 1].length;
			}
		}
	});
	return { ...survey, sample: joined(words) };
}

/**
 * The values by code, cleaned as `cellText` does; `changed` says that cleaning changed any. Those beyond ASCII are read
 * as UTF-8 if `utf8` and they are valid, else in the legacy encoding.
 */
export function textsOf(packed: PackedValues, { utf8, legacy }: ColumnEncoding): { values: string[]; changed: boolean } {
	const values: string[] = [];
	const unicode = new TextDecoder('utf-8', { ignoreBOM: true });
	const old = legacy === 'windows-1252' ? { decode: decodeWindows1252 } : new TextDecoder(legacy);
	const { start } = packed;
	let changed = false;
	const keep = (raw: string): void => {
		const text = cellText(raw);
		if (text !== raw) changed = true;
		values.push(text);
	};
	eachBlock(packed, (from, to) => {
		if (isAscii(packed, from, to)) {
			const text = unicode.decode(bytesOf(packed, from, to));
			const offset = start[from];
			for (let v = from; v < to; v++) keep(text.slice(start[v] - offset, start[v + 1] - offset));
		} else
			for (let v = from; v < to; v++) {
				const bytes = bytesOf(packed, v, v + 1);
				keep(utf8 && isUtf8(bytes) ? unicode.decode(bytes) : old.decode(bytes));
			}
	});
	return { values, changed };
}

function eachBlock({ start }: PackedValues, visit: (from: number, to: number) => void): void {
	const values = start.length - 1;
	for (let from = 0; from < values; ) {
		let to = from + 1;
		while (to < values && start[to + 1] - start[from] < BLOCK) to++;
		visit(from, to);
		from = to;
	}
}

/** Bytes one behind the other. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
	const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

function bytesOf({ bytes, start }: PackedValues, from: number, to: number): Uint8Array {
	return bytes.subarray(start[from], start[to]);
}

function isAscii({ bytes, start }: PackedValues, from: number, to: number): boolean {
	const end = start[to];
	for (let i = start[from]; i < end; i++) if (bytes[i] > 127) return false;
	return true;
}
