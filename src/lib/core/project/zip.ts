import { Inflate, zipSync } from 'fflate';
import type { Zippable } from 'fflate';
import { LikelyError } from '../errors.js';
import { crc32 } from './crc32.js';
import type { Parts } from './parts.js';

/** What an archive may hold before it is taken for a bomb: bytes when inflated, in all and per byte of the file. */
export interface ZipLimits {
	readonly bytes: number;
	readonly entries: number;
	/** Inflated bytes per byte of the archive, beyond the first 64 MiB. */
	readonly ratio: number;
}

const zipLimits: ZipLimits = { bytes: 2 ** 31 - 1, entries: 20_000, ratio: 100 };

/** Deflate cannot do better than this (RFC 1951: 258 bytes from two bits). */
const highestRatio = 1032;
/** Bytes inflated at a time, so that a lie about the size is noticed early. */
const step = 1 << 15;

interface Entry {
	readonly name: string;
	readonly method: number;
	readonly crc: number;
	readonly packed: number;
	readonly size: number;
	readonly offset: number;
}

/** A zip of the parts in their order, deflated; the same parts give the same bytes wherever and whenever it is called. */
export function writeZip(parts: Parts): Uint8Array<ArrayBuffer> {
	// fflate writes the local time of this date, which is the same everywhere: the earliest that zip knows.
	const mtime = new Date(1980, 0, 1);
	const files: Zippable = {};
	for (const [name, bytes] of parts) files[name] = [bytes, { level: 6, mtime }];
	return zipSync(files);
}

/**
 * The entries of a zip, inflated, by name. Sizes are checked against the limits before memory is taken, and again
 * while inflating. Throws `project.not_a_project` where it is not a zip, `project.damaged` where sizes, checksums or
 * names are not what they should be.
 */
export function readZip(bytes: Uint8Array, limits: ZipLimits = zipLimits): Map<string, Uint8Array> {
	const entries = directoryOf(bytes, limits);
	let total = 0;
	for (const entry of entries) {
		total += entry.size;
		if (entry.size > entry.packed * highestRatio + 16) throw damaged(entry.name, 'size');
	}
	if (total > limits.bytes || total > 2 ** 26 + bytes.length * limits.ratio) throw damaged('', 'too_large');
	const parts = new Map<string, Uint8Array>();
	for (const entry of entries) {
		if (parts.has(entry.name) || !isPlainName(entry.name)) throw damaged(entry.name, 'name');
		parts.set(entry.name, contentOf(bytes, entry));
	}
	return parts;
}

/** Reads the central directory: the only place that says what belongs to the archive. */
function directoryOf(bytes: Uint8Array, limits: ZipLimits): Entry[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (bytes.length < 22 || view.getUint32(0, true) !== 0x04034b50) throw new LikelyError('project.not_a_project');
	let end = bytes.length - 22;
	const earliest = Math.max(0, end - 65535);
	while (end >= earliest && view.getUint32(end, true) !== 0x06054b50) end--;
	if (end < earliest) throw damaged('', 'truncated');
	const count = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	if (count > limits.entries) throw damaged('', 'too_many');
	const entries: Entry[] = [];
	for (let i = 0; i < count; i++) {
		if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged('', 'directory');
		const nameLength = view.getUint16(at + 28, true);
		if (at + 46 + nameLength > end) throw damaged('', 'directory');
		entries.push({
			name: new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength)),
			method: view.getUint16(at + 10, true),
			crc: view.getUint32(at + 16, true),
			packed: view.getUint32(at + 20, true),
			size: view.getUint32(at + 24, true),
			offset: view.getUint32(at + 42, true)
		});
		at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return entries;
}

function contentOf(bytes: Uint8Array, entry: Entry): Uint8Array {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	if (entry.offset + 30 > bytes.length || view.getUint32(entry.offset, true) !== 0x04034b50)
		throw damaged(entry.name, 'offset');
	const start = entry.offset + 30 + view.getUint16(entry.offset + 26, true) + view.getUint16(entry.offset + 28, true);
	if (start + entry.packed > bytes.length) throw damaged(entry.name, 'truncated');
	const packed = bytes.subarray(start, start + entry.packed);
	const content = entry.method === 8 ? inflate(packed, entry) : packed;
	if (entry.method !== 8 && entry.method !== 0) throw damaged(entry.name, 'method');
	if (content.length !== entry.size) throw damaged(entry.name, 'size');
	if (crc32(content) !== entry.crc) throw damaged(entry.name, 'checksum');
	return content;
}

/** Inflates in small steps into memory of the declared size, and stops at the first byte beyond it. */
function inflate(packed: Uint8Array, entry: Entry): Uint8Array {
	const out = new Uint8Array(entry.size);
	let at = 0;
	const stream = new Inflate((chunk) => {
		if (at + chunk.length > out.length) throw damaged(entry.name, 'size');
		out.set(chunk, at);
		at += chunk.length;
	});
	try {
		for (let i = 0; i < packed.length; i += step)
			stream.push(packed.subarray(i, i + step), i + step >= packed.length);
	} catch (cause) {
		if (cause instanceof LikelyError) throw cause;
		throw new LikelyError('project.damaged', { part: entry.name, reason: 'deflate' }, { cause });
	}
	return out.subarray(0, at);
}

/** Relative, forward slashes, no `..`, nothing that a file system could read as more than a name. */
function isPlainName(name: string): boolean {
	return /^[A-Za-z0-9_-][A-Za-z0-9._-]*(\/[A-Za-z0-9_-][A-Za-z0-9._-]*)*$/.test(name) && name.length <= 300;
}

function damaged(part: string, reason: string): LikelyError {
	return new LikelyError('project.damaged', { part, reason });
}
