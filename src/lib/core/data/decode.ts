import { LikelyError } from '../errors.js';
import type { Encoding } from './encodings.js';
import { legacyEncodingOf, wordsBeyondAscii } from './legacy-encoding.js';
import { decodeWindows1252 } from './windows-1252.js';

const LF = 10;

/** Turns the bytes of a file into text, chunk by chunk; a character may be cut between two chunks. */
export interface Decoder {
	readonly encoding: Encoding;
	/** Throws file.not_utf8 when bytes that began as valid UTF-8 turn out not to be: read again with a legacy encoding. */
	decode(chunk: Uint8Array, last: boolean): string;
}

/**
 * A decoder for a file that begins with `firstBytes` (a few kilobytes or more). Order of evidence: byte order mark;
 * zeros in every other byte (UTF-16 without a mark); UTF-8, but for the lesser part of its words; else the legacy encoding that makes most sense of it.
 * The mark itself is not part of the text. Pass `encoding` to decide from outside.
 */
export function createDecoder(firstBytes: Uint8Array, encoding: Encoding = detectEncoding(firstBytes)): Decoder {
	if (encoding === 'windows-1252') return { encoding, decode: decodeWindows1252 };
	const decoder = new TextDecoder(encoding, { fatal: encoding === 'utf-8' && isUtf8(firstBytes, true) });
	return {
		encoding,
		decode(chunk, last) {
			try {
				return decoder.decode(chunk, { stream: !last });
			} catch (cause) {
				throw new LikelyError('file.not_utf8', {}, { cause });
			}
		}
	};
}

/** The text that a file begins with, from its first bytes, which may end in half a character. */
export function decodeStart(bytes: Uint8Array, encoding: Encoding): string {
	return encoding === 'windows-1252' ? decodeWindows1252(bytes) : new TextDecoder(encoding).decode(bytes, { stream: true });
}

/** Bytes of the UTF-8 byte order mark at the start: 3 or 0. */
export function utf8MarkLength(bytes: Uint8Array): number {
	return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}

function detectEncoding(bytes: Uint8Array): Encoding {
	if (utf8MarkLength(bytes)) return 'utf-8';
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
	const zeros = [0, 0];
	for (let i = 0; i < bytes.length; i++) if (bytes[i] === 0) zeros[i & 1]++;
	const pairs = bytes.length >> 1;
	if (pairs && zeros[1] > 0.4 * pairs && zeros[0] < 0.1 * pairs) return 'utf-16le';
	if (pairs && zeros[0] > 0.4 * pairs && zeros[1] < 0.1 * pairs) return 'utf-16be';
	return isMostlyUtf8(bytes) ? 'utf-8' : legacyEncodingOf(bytes);
}

/** Whether bytes are UTF-8, or would be but for the lesser part of their words beyond ASCII. */
function isMostlyUtf8(bytes: Uint8Array): boolean {
	if (isUtf8(bytes, true)) return true;
	let balance = 0;
	const words = wordsBeyondAscii(bytes, bytes.length);
	for (let start = 0, end = 0; (end = words.indexOf(LF, start)) >= 0; start = end + 1) balance += isUtf8(words.subarray(start, end)) ? 1 : -1;
	return balance >= 0;
}

/** Whether the bytes are valid UTF-8 (RFC 3629: no overlong forms, no surrogates); with `cut` the last character may lack its end. */
export function isUtf8(bytes: Uint8Array, cut = false): boolean {
	for (let i = 0; i < bytes.length; ) {
		const lead = bytes[i++];
		if (lead < 0x80) continue;
		const more = lead >= 0xc2 && lead < 0xe0 ? 1 : lead >= 0xe0 && lead < 0xf0 ? 2 : lead >= 0xf0 && lead < 0xf5 ? 3 : 0;
		if (more === 0) return false;
		for (let m = 0; m < more; m++, i++) {
			if (i === bytes.length) return cut;
			const byte = bytes[i];
			const least = m > 0 ? 0x80 : lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
			const most = m > 0 ? 0xbf : lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
			if (byte < least || byte > most) return false;
		}
	}
	return true;
}
