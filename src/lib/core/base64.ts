/** The bytes of a text in standard base64, without line breaks. */
export function bytesOfBase64(base64: string): Uint8Array<ArrayBuffer> {
	const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
	const text = base64.replace(/=+$/, '');
	const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
	let bits = 0;
	let held = 0;
	let at = 0;
	for (const letter of text) {
		held = ((held << 6) | alphabet.indexOf(letter)) & 0xffff;
		bits += 6;
		if (bits >= 8) {
			bits -= 8;
			bytes[at++] = (held >> bits) & 255;
		}
	}
	return bytes;
}
