import type { Category, Codes } from './types.js';

/** A column of ids with the spellings of one id made one. */
export interface Ids {
	/** [values of the column]: index into `values`, or -1 where the value is not an id. */
	readonly map: Int32Array;
	readonly values: readonly string[];
	/** How many values were found to be another spelling. */
	readonly merged: number;
}

const nothing = /^(null|\\n|nan|n\/?a|none|nil|undefined|unknown|#n\/a|#ref!|\(?blank\)?|\(not set\)|[-–—?.]+)$/i;
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
	return text.length <= 9 && nothing.test(text);
}

function isNobody(text: string): boolean {
	return text.length <= 20 && nobody.test(text);
}

/**
 * Gives ids back their form. `17850.0` is 17850 where no id has another fraction; `042` and `42` are one where all ids
 * with zeros in front have one length; spellings that differ in case only are one, unless that would merge more than a
 * tenth of the ids (then case matters). The most frequent spelling stays. `people`: guests are not ids either.
 */
export function normaliseIds({ codes, values }: Category, people: boolean): Ids {
	const texts = inForm(values);
	const none = (text: string): boolean => isNothing(text) || (people && isNobody(text));
	const lower = hasBothCases(texts) ? texts.map((text) => text.toLowerCase()) : texts;
	const distinct = texts === values ? values.length : new Set(texts).size;
	const keys = lower !== texts && distinct - new Set(lower).size <= 0.1 * distinct ? lower : texts;
	if (keys === texts && distinct === values.length)
		return { map: Int32Array.from(texts, (text, value) => (none(text) ? -1 : value)), values: texts, merged: 0 };

	const rows = rowsPerText(codes, texts);
	const index = new Map<string, number>();
	const kept: string[] = [];
	let merged = 0;
	const map = Int32Array.from(keys, (key, value) => {
		const text = texts[value];
		if (none(text)) return -1;
		const known = index.get(key);
		if (known === undefined) {
			index.set(key, kept.length);
			return kept.push(text) - 1;
		}
		merged++;
		if ((rows.get(text) ?? 0) > (rows.get(kept[known]) ?? 0)) kept[known] = text;
		return known;
	});
	return { map, values: kept, merged };
}

/** The values with one kind of space, without the `.0` of numbers, and with the zeros in front that others have. */
function inForm(values: readonly string[]): readonly string[] {
	const spaced = values.some((value) => /\s/.test(value)) ? values.map((value) => value.replace(/\s+/g, ' ')) : values;
	const fractions = spaced.filter((value) => value.includes('.') && /^\d+\.\d+$/.test(value));
	const floats = fractions.length > 0 && fractions.every((value) => /\.0+$/.test(value));
	const whole = floats ? spaced.map((text) => text.replace(/^(\d+)\.0+$/, '$1')) : spaced;
	const width = paddedWidth(whole);
	return width ? whole.map((text) => (/^\d+$/.test(text) ? text.padStart(width, '0') : text)) : whole;
}

function hasBothCases(texts: readonly string[]): boolean {
	return texts.some((text) => /\p{Ll}/u.test(text)) && texts.some((text) => /\p{Lu}/u.test(text));
}

function rowsPerText(codes: Codes, texts: readonly string[]): Map<string, number> {
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
