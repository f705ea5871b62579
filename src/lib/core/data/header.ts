import { isKnownName } from './vocabulary.js';

const numeric = /^[-+(]?\p{Sc}?\s?\d[\d\s.,'’]*(e[+-]?\d+)?\s?[%\p{Sc}]?\)?-?$/iu;
const dated = /^\d{1,4}([-/.])\d{1,2}\1\d{1,4}([T ].*)?$/;

/**
 * Whether `first` names the columns of `body` (rows of equal length). Evidence per column: a word over numbers or
 * dates, or a well-known column name, speaks for it; a number over numbers, or a word that comes again below, against.
 */
export function looksLikeHeader(first: readonly string[], body: readonly (readonly string[])[]): boolean {
	let evidence = 0;
	for (let c = 0; c < first.length; c++) {
		const cell = first[c];
		const below = body.map((row) => row[c]).filter((value) => value !== '');
		const data = below.filter(isData).length;
		if (!/\d/.test(cell) && isKnownName(cell) && !below.includes(cell)) evidence += 2;
		else if (cell === '') evidence -= below.length ? 0.25 : 0;
		else if (isData(cell)) evidence -= data >= below.length / 2 ? 1 : 0;
		else if (data > 0.8 * below.length && below.length) evidence += 1;
		else if (below.includes(cell)) evidence -= 1;
	}
	return evidence >= 0;
}

function isData(cell: string): boolean {
	return numeric.test(cell) || dated.test(cell);
}

/** Column names that are there and differ: blank ones become `Column 3`, the second `Name` becomes `Name (2)`. */
export function uniqueNames(names: readonly string[]): string[] {
	const taken = new Set(names.map(clean));
	const used = new Set<string>();
	return names.map((raw, i) => {
		const base = clean(raw) || `Column ${i + 1}`;
		let name = base;
		for (let n = 2; used.has(name) || (name !== clean(raw) && taken.has(name)); n++) name = `${base} (${n})`;
		used.add(name);
		return name;
	});
}

function clean(name: string): string {
	const text = name.replaceAll('\0', '').replace(/\s+/g, ' ').trim();
	return /^"[^"]*"$/.test(text) ? text.slice(1, -1).trim() : text;
}
