import { Inflate } from 'fflate';
import { LikelyError } from '../../errors.js';
import { crc32 } from '../../project/crc32.js';
import { refuseBomb } from '../bomb.js';
import type { ByteSource } from '../source.js';
import { damaged, directoryOf, numbersOf } from './zip-directory.js';
import type { EntryNumbers } from './zip-directory.js';

/** A file inside a zip; its bytes are inflated while they are read. */
export interface ArchiveEntry extends ByteSource {
	/** Path inside the archive. */
	readonly path: string;
}

const MOST_ENTRIES = 10_000;
const STEP = 1 << 14;

/**
 * The files in a zip (PKWARE APPNOTE 6.3, zip64 too), from its directory. Every entry's length and checksum are held against the
 * directory while it is read, so that a damaged or lying one never passes for whole.
 * Throws file.damaged {format}, file.encrypted, file.bomb {bytes}; entries throw the same when they are read.
 */
export function readArchive(bytes: Uint8Array): ArchiveEntry[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	const { start, end, count } = directoryOf(view);
	if (count > MOST_ENTRIES) throw new LikelyError('file.bomb', { entries: count });
	let at = start;
	let total = 0;
	const entries: ArchiveEntry[] = [];
	for (let i = 0; i < count; i++) {
		if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged();
		const nameLength = view.getUint16(at + 28, true);
		if (at + 46 + nameLength > end) throw damaged();
		const path = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)).replaceAll('\\', '/');
		const entry = {
			path,
			name: path.slice(path.lastIndexOf('/') + 1),
			...numbersOf(view, at),
			method: view.getUint16(at + 10, true),
			crc: view.getUint32(at + 16, true)
		};
		const locked = (view.getUint16(at + 8, true) & 1) === 1;
		at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
		if (entry.name === '' || path.startsWith('__MACOSX/')) continue;
		if (locked) throw new LikelyError('file.encrypted');
		total += entry.size;
		refuseBomb(total, bytes.length);
		entries.push({ ...entry, chunks: () => contentOf(bytes, entry) });
	}
	return entries;
}

interface Packed extends EntryNumbers {
	readonly method: number;
	readonly crc: number;
}

async function* contentOf(bytes: Uint8Array, { size, method, crc, packed, offset }: Packed): AsyncGenerator<Uint8Array> {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (offset + 30 > bytes.length || view.getUint32(offset, true) !== 0x04034b50) throw damaged();
	const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
	if (start + packed > bytes.length) throw damaged();
	if (method !== 0 && method !== 8) throw new LikelyError('file.unsupported_compression', { method });
	const content = bytes.subarray(start, start + packed);
	let length = 0;
	let sum = 0;
	for (const part of method === 0 ? [content] : inflated(content)) {
		length += part.length;
		if (length > size) throw damaged();
		sum = crc32(part, sum);
		yield part;
	}
	if (length !== size || sum !== crc) throw damaged();
}

function* inflated(content: Uint8Array): Generator<Uint8Array> {
	let parts: Uint8Array[] = [];
	const stream = new Inflate((part) => parts.push(part));
	for (let at = 0; at < content.length; at += STEP) {
		try {
			stream.push(content.subarray(at, at + STEP), at + STEP >= content.length);
		} catch (cause) {
			throw new LikelyError('file.damaged', { format: 'zip' }, { cause });
		}
		yield* parts;
		parts = [];
	}
}
