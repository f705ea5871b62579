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
	const between = delimiters[delimiter] ?? `“${delimiter}”`;
	const read = header
		? `Read as ${encodings[encoding]} text, cells between ${between}, the first line names the columns.`
		: `Read as ${encodings[encoding]} text, cells between ${between}, without a line of names.`;
	return skipped ? `${read} ${count(skipped, ['# line above the table was passed over.', '# lines above the table were passed over.'])}` : read;
}
