import { Gunzip } from 'fflate';
import { LikelyError } from '../errors.js';
import { refuseBomb } from './bomb.js';

/** Bytes from anywhere: a File, a path, memory. `chunks` starts from the beginning each time it is called. */
export interface ByteSource {
	readonly name: string;
	/** Bytes, for progress. */
	readonly size: number;
	chunks(): AsyncIterable<Uint8Array>;
}

/** Pieces small enough that work can be watched and stopped between two of them. */
const PIECE = 1 << 20;
/** A compressed piece can grow a thousandfold. */
const COMPRESSED_PIECE = 1 << 16;

/** What is in memory, as a source. A text is taken as UTF-8. */
export function memorySource(name: string, content: Uint8Array | string): ByteSource {
	const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
	return {
		name,
		size: bytes.length,
		async *chunks() {
			yield bytes;
		}
	};
}

/**
 * The bytes of a source in pieces of at most 1 MB, decompressed if they are gzip (told by the first two bytes, not by
 * the name). `read` is told how many bytes of the source have been taken.
 * Throws file.bad_gzip, file.bomb {bytes}.
 */
export async function* pieces(source: ByteSource, read: (bytes: number) => void): AsyncGenerator<Uint8Array> {
	let taken = 0;
	let gunzip: Gunzip | undefined;
	let inflated: Uint8Array[] = [];
	let grown = 0;
	/** Enough to tell gzip, and never half a byte order mark. */
	let first: Uint8Array = new Uint8Array(0);
	let told = false;

	for await (const chunk of source.chunks()) {
		let rest = chunk;
		if (!told) {
			first = first.length ? joined(first, rest) : rest;
			if (first.length < 4) continue;
			told = true;
			rest = first;
			if (rest[0] === 0x1f && rest[1] === 0x8b) {
				gunzip = new Gunzip((data) => {
					grown += data.length;
					inflated.push(data);
				});
			}
		}
		const step = gunzip ? COMPRESSED_PIECE : PIECE;
		for (let start = 0; start < rest.length; start += step) {
			const piece = rest.subarray(start, start + step);
			taken += piece.length;
			if (gunzip) {
				inflate(gunzip, piece, false);
				refuseBomb(grown, taken);
				for (const part of inflated) yield* split(part);
				inflated = [];
			} else yield piece;
			read(taken);
		}
	}
	if (!told) yield first;
	if (gunzip) {
		inflate(gunzip, new Uint8Array(0), true);
		for (const part of inflated) yield* split(part);
	}
}

function inflate(gunzip: Gunzip, piece: Uint8Array, last: boolean): void {
	try {
		gunzip.push(piece, last);
	} catch (cause) {
		throw new LikelyError('file.bad_gzip', {}, { cause });
	}
}

function* split(bytes: Uint8Array): Generator<Uint8Array> {
	for (let start = 0; start < bytes.length; start += PIECE) yield bytes.subarray(start, start + PIECE);
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
	const both = new Uint8Array(a.length + b.length);
	both.set(a);
	both.set(b, a.length);
	return both;
}
