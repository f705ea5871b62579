const table = new Uint32Array(256).map((_, byte) => {
	let c = byte;
	for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
	return c;
});

/** CRC-32 (IEEE 802.3, as zip and gzip use it) of bytes, unsigned. `before` is that of the bytes before these. */
export function crc32(bytes: Uint8Array, before = 0): number {
	let c = before ^ 0xffffffff;
	for (let i = 0; i < bytes.length; i++) c = table[(c ^ bytes[i]) & 255] ^ (c >>> 8);
	return (c ^ 0xffffffff) >>> 0;
}
