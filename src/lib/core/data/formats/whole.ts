import { LikelyError } from '../../errors.js';
import type { Work } from '../../progress.js';
import { pieces } from '../source.js';
import type { ByteSource } from '../source.js';

/** Formats that are read from their end must be in memory as a whole; no file may be larger than this. */
const MOST = 1 << 30;

/** All bytes of a source, decompressed if they are gzip. Reports 'reading' in bytes. Throws file.too_large {bytes}, file.bad_gzip. */
export async function wholeOf(source: ByteSource, work: Work, most = MOST): Promise<Uint8Array<ArrayBuffer>> {
	let buffer = new Uint8Array(Math.min(most, Math.max(source.size, 1 << 16)));
	let length = 0;
	let done = 0;
	for await (const piece of pieces(source, (bytes) => (done = bytes))) {
		if (length + piece.length > most) throw new LikelyError('file.too_large', { bytes: length + piece.length });
		if (length + piece.length > buffer.length) {
			const grown = new Uint8Array(Math.min(most, 2 * (length + piece.length)));
			grown.set(buffer.subarray(0, length));
			buffer = grown;
		}
		buffer.set(piece, length);
		length += piece.length;
		work.report({ stage: 'reading', done, total: source.size });
		work.signal?.throwIfAborted();
	}
	return buffer.length === length ? buffer : buffer.slice(0, length);
}
