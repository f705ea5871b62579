/** Encodings before Unicode that ASCII is a part of, by the names of the WHATWG Encoding standard. */
export const legacyEncodings = [
	'windows-1252',
	'windows-1250',
	'iso-8859-2',
	'windows-1254',
	'windows-1257',
	'macintosh',
	'windows-1251',
	'koi8-r',
	'koi8-u',
	'ibm866',
	'iso-8859-5',
	'windows-1253',
	'windows-1255',
	'windows-1256',
	'windows-874',
	'gb18030',
	'big5',
	'shift_jis',
	'euc-jp',
	'euc-kr'
] as const;

/** Every encoding that a text may be in. */
export const encodings = ['utf-8', 'utf-16le', 'utf-16be', ...legacyEncodings] as const;

export type LegacyEncoding = (typeof legacyEncodings)[number];
export type Encoding = (typeof encodings)[number];

/** Whether an encoding is neither UTF-8 nor UTF-16. */
export function isLegacy(encoding: Encoding): encoding is LegacyEncoding {
	return !encoding.startsWith('utf-');
}

/** Whether a character can have a second byte that is ASCII, a vertical bar among them. */
export function hasAsciiInside(encoding: Encoding): boolean {
	return encoding === 'gb18030' || encoding === 'big5' || encoding === 'shift_jis';
}
