/** Bytes 80 to 9F; the rest of Windows-1252 is Latin-1. Five bytes have no character and stand for themselves (WHATWG Encoding). */
const upper = [
	0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d, 0x017d, 0x8f,
	0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0x9d, 0x017e, 0x0178
];
const characters = Uint16Array.from({ length: 256 }, (_, byte) => upper[byte - 0x80] ?? byte);
const BLOCK = 8192;

/** Windows-1252 bytes as text. Not every engine's TextDecoder gets the bytes from 80 to 9F right. */
export function decodeWindows1252(bytes: Uint8Array): string {
	let text = '';
	for (let start = 0; start < bytes.length; start += BLOCK)
		text += String.fromCharCode(...mapped(bytes.subarray(start, start + BLOCK)));
	return text;
}

function mapped(bytes: Uint8Array): Uint16Array {
	const units = new Uint16Array(bytes.length);
	for (let i = 0; i < bytes.length; i++) units[i] = characters[bytes[i]];
	return units;
}
