import type { TableFormat } from '$lib/core/data/types.js';
import { count } from './numbers.js';

const encodings: Readonly<Record<TableFormat['encoding'], string>> = {
	'utf-8': 'UTF-8',
	'utf-16le': 'UTF-16',
	'utf-16be': 'UTF-16',
	'windows-1252': 'Windows-1252 (older Western European)'
};
const delimiters: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars', ':': 'colons', ' ': 'spaces' };

/** How the text of a file was read. */
export function formatSentence({ encoding, delimiter, header, skipped }: TableFormat): string {
	const names = header ? 'the first line names the columns' : 'without a line of names';
	const above = skipped ? `; ${count(skipped, 'line')} above the table passed over` : '';
	return `Read as ${encodings[encoding]} text, cells between ${delimiters[delimiter] ?? `“${delimiter}”`}, ${names}${above}.`;
}
