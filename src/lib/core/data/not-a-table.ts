import { LikelyError } from '../errors.js';
import { decodeWindows1252 } from './windows-1252.js';

const signatures: readonly (readonly [what: string, bytes: readonly number[]])[] = [
	['zip', [0x50, 0x4b, 0x03, 0x04]],
	['zip', [0x50, 0x4b, 0x05, 0x06]],
	['zip', [0x1f, 0x8b]],
	['pdf', [0x25, 0x50, 0x44, 0x46]],
	['excel_97', [0xd0, 0xcf, 0x11, 0xe0]],
	['parquet', [0x50, 0x41, 0x52, 0x31]],
	['arrow', [0x41, 0x52, 0x52, 0x4f, 0x57, 0x31]],
	['sqlite', [0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66]],
	['image', [0x89, 0x50, 0x4e, 0x47]],
	['image', [0xff, 0xd8, 0xff]],
	['image', [0x47, 0x49, 0x46, 0x38]]
];

/** Throws file.not_a_table {what} when the first bytes are those of a known kind of file that is not delimited text. */
export function refuseKnownBinary(bytes: Uint8Array): void {
	for (const [what, signature] of signatures)
		if (signature.every((byte, i) => bytes[i] === byte)) {
			const xlsx = what === 'zip' && decodeWindows1252(bytes.subarray(0, 4096)).includes('[Content_Types].xml');
			throw new LikelyError('file.not_a_table', { what: xlsx ? 'xlsx' : what });
		}
}

/**
 * Throws file.empty when the text has nothing but white space, file.not_a_table {what} when it reads as binary data,
 * a web page, XML or JSON. `text` is the beginning of a file.
 */
export function refuseOtherText(text: string): void {
	const start = text.trimStart();
	if (start === '' || /^[\0\s]*$/.test(text)) throw new LikelyError('file.empty');
	let control = 0;
	for (let i = 0; i < text.length; i++) {
		const code = text.charCodeAt(i);
		const isSpace = code >= 9 && code <= 13;
		if ((code < 32 && !isSpace) || code === 0xfffd) control++;
	}
	if (control > 0.02 * text.length) throw new LikelyError('file.not_a_table', { what: 'binary' });
	if (/^<(!doctype html|html|head|body|table|div)\b/i.test(start)) throw new LikelyError('file.not_a_table', { what: 'html' });
	if (/^<(\?xml|!--|[a-z][\w:-]*[\s>/])/i.test(start)) throw new LikelyError('file.not_a_table', { what: 'xml' });
	if (/^(\{\s*["}]|\[\s*[[{\]])/.test(start)) throw new LikelyError('file.not_a_table', { what: 'json' });
}
