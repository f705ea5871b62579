import type { LegacyEncoding } from '../../../src/lib/core/data/types.js';
import { decodeWindows1252 } from '../../../src/lib/core/data/windows-1252.js';

const known = new Map<LegacyEncoding, ReadonlyMap<string, readonly number[]>>();

/** The bytes of every character that one byte, or two, stand for. */
function bytesOf(encoding: LegacyEncoding): ReadonlyMap<string, readonly number[]> {
	const before = known.get(encoding);
	if (before) return before;
	const decoder = new TextDecoder(encoding);
	const bytes = new Map<string, readonly number[]>();
	const add = (...codes: number[]): void => {
		const text = encoding === 'windows-1252' ? decodeWindows1252(Uint8Array.from(codes)) : decoder.decode(Uint8Array.from(codes));
		if ([...text].length === 1 && text !== '\ufffd' && !bytes.has(text)) bytes.set(text, codes);
	};
	for (let byte = 0; byte < 256; byte++) add(byte);
	if (/^(gb|big5|shift|euc)/.test(encoding)) for (let lead = 0x81; lead < 0xff; lead++) for (let trail = 0x40; trail < 0xff; trail++) add(lead, trail);
	known.set(encoding, bytes);
	return bytes;
}

/** A text in an encoding that TextEncoder does not write. Throws when it has no bytes for a character. */
export function encoded(text: string, encoding: LegacyEncoding): Uint8Array {
	const bytes = bytesOf(encoding);
	return Uint8Array.from(
		[...text].flatMap((character) => {
			const own = bytes.get(character);
			if (!own) throw new Error(`no ${character} in ${encoding}`);
			return own;
		})
	);
}
