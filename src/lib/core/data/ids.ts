import type { Category } from './types.js';

/** A column of ids with the spellings of one id made one. */
export interface Ids {
	/** [values of the column]: index into `values`, or -1 where the value is not an id. */
	readonly map: Int32Array;
	readonly values: readonly string[];
	/** How many spellings were given up. */
	readonly merged: number;
}

const nothing = /^(null|nan|n\/?a|none|nil|undefined|unknown|#n\/a|#ref!|\(?blank\)?|\(not set\)|[-–—?.]+)$/i;
const nobody = /^(guest|anonymous|walk[- ]?in( customer)?|cash customer|gast|invité|invitado|ospite|convidado|not logged in)$/i;

/** An id in the form in which two files are compared: one kind of space, no `.0` and no leading zeros of a number, lower case. */
export function idKey(text: string): string {
	return text
		.replace(/\s+/g, ' ')
		.trim()
		.replace(/^0*(\d+)(\.0+)?$/, '$1')
		.toLowerCase();
}

/** Whether a text stands for no value at all. */
export function isNothing(text: string): boolean {
	return nothing.test(text);
}

/**
 * Gives ids back their form. `17850.0` is 17850 where no id has another fraction; `042` and `42` are one where all ids
 * with zeros in front have one length; spellings that differ in case only are one, unless that would merge more than a
 * tenth of the ids (then case matters). The most frequent spelling stays. `people`: guests are not ids either.
 */
export function normaliseIds({ codes, values }: Category, people: boolean): Ids {
	const fractions = values.filter((value) => /^\d+\.\d+$/.test(value));
	const whole = fractions.length > 0 && fractions.every((value) => /\.0+$/.test(value));
	const texts = values.map((value) => {
		const text = /\s/.test(value) ? value.replace(/\s+/g, ' ') : value;
		return whole ? text.replace(/^(\d+)\.0+$/, '$1') : text;
	});
	const width = paddedWidth(texts);
	const padded = width ? texts.map((text) => (/^\d+$/.test(text) ? text.padStart(width, '0') : text)) : texts;
	const lower = padded.map((text) => text.toLowerCase());
	const spellings = new Set(padded).size;
	const keys = spellings - new Set(lower).size <= 0.1 * spellings ? lower : padded;

	const rows = rowsPerText(codes, padded);
	const index = new Map<string, number>();
	const kept: string[] = [];
	const map = Int32Array.from(keys, (key, value) => {
		const text = padded[value];
		if (isNothing(text) || (people && nobody.test(text))) return -1;
		const known = index.get(key);
		if (known === undefined) {
			index.set(key, kept.length);
			return kept.push(text) - 1;
		}
		if ((rows.get(text) ?? 0) > (rows.get(kept[known]) ?? 0)) kept[known] = text;
		return known;
	});
	return { map, values: kept, merged: new Set(texts).size - new Set(keys).size };
}

function rowsPerText(codes: Int32Array, texts: readonly string[]): Map<string, number> {
	const counts = new Float64Array(texts.length);
	for (let row = 0; row < codes.length; row++) if (codes[row] >= 0) counts[codes[row]]++;
	const rows = new Map<string, number>();
	texts.forEach((text, value) => rows.set(text, (rows.get(text) ?? 0) + counts[value]));
	return rows;
}

/** The length of all ids that begin with a zero, if they have one, and ids without their zeros are there too; else 0. */
function paddedWidth(texts: readonly string[]): number {
	let width = 0;
	for (const text of texts) {
		if (!/^0\d+$/.test(text)) continue;
		if (width && text.length !== width) return 0;
		width = text.length;
	}
	if (!width) return 0;
	const padded = new Set(texts.filter((text) => text.startsWith('0')));
	const bare = texts.filter((text) => /^[1-9]\d*$/.test(text) && text.length < width);
	return bare.some((text) => padded.has(text.padStart(width, '0'))) ? width : 0;
}
