import type { TableFormat } from '$lib/core/data/types.js';
import { count } from './numbers.js';

export const encodingNames: Readonly<Record<TableFormat['encoding'], string>> = {
	'utf-8': 'UTF-8',
	'utf-16le': 'UTF-16',
	'utf-16be': 'UTF-16, big end first',
	'windows-1252': 'Windows-1252 (older Western European)',
	macintosh: 'Macintosh (older Western European)',
	'windows-1250': 'Windows-1250 (older Central European)',
	'iso-8859-2': 'ISO-8859-2 (older Central European)',
	'windows-1257': 'Windows-1257 (older Baltic)',
	'windows-1254': 'Windows-1254 (older Turkish)',
	'windows-1251': 'Windows-1251 (older Cyrillic)',
	'koi8-r': 'KOI8-R (older Russian)',
	'koi8-u': 'KOI8-U (older Ukrainian)',
	ibm866: 'DOS 866 (older Russian)',
	'iso-8859-5': 'ISO-8859-5 (older Cyrillic)',
	'windows-1253': 'Windows-1253 (older Greek)',
	'windows-1255': 'Windows-1255 (older Hebrew)',
	'windows-1256': 'Windows-1256 (older Arabic)',
	'windows-874': 'Windows-874 (older Thai)',
	gb18030: 'GBK, GB 18030 (Chinese, simplified)',
	big5: 'Big5 (Chinese, traditional)',
	shift_jis: 'Shift JIS (Japanese)',
	'euc-jp': 'EUC-JP (Japanese)',
	'euc-kr': 'EUC-KR (Korean)'
};
const delimiters: Readonly<Record<string, string>> = { ',': 'commas', ';': 'semicolons', '\t': 'tabs', '|': 'vertical bars', ':': 'colons', ' ': 'spaces' };

/** How the text of a file was read. */
export function formatSentence({ encoding, delimiter, header, skipped }: TableFormat): string {
	const between = delimiters[delimiter] ?? `“${delimiter}”`;
	const read = header
		? `Read as ${encodingNames[encoding]} text, cells between ${between}, the first line names the columns.`
		: `Read as ${encodingNames[encoding]} text, cells between ${between}, without a line of names.`;
	return skipped ? `${read} ${count(skipped, ['# line above the table was passed over.', '# lines above the table were passed over.'])}` : read;
}
