import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { LikelyError } from '../lib/core/errors.js';
import type { ByteSource } from '../lib/core/data/source.js';

/** A file as a stream of bytes. @throws LikelyError `file.not_found`, `file.not_readable` */
export function pathSource(path: string): ByteSource {
	let size: number;
	try {
		const stats = statSync(path);
		if (!stats.isFile()) throw new LikelyError('file.not_found', { path });
		size = stats.size;
	} catch (error) {
		throw unreadable(path, error);
	}
	return {
		name: basename(path),
		size,
		async *chunks() {
			try {
				for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) yield chunk as Uint8Array;
			} catch (error) {
				throw unreadable(path, error);
			}
		}
	};
}

/** What a file system error means for whoever named the path. */
export function unreadable(path: string, error: unknown): LikelyError {
	if (error instanceof LikelyError) return error;
	const { code, message } = error as { code?: unknown; message?: unknown };
	if (code === 'ENOENT' || code === 'ENOTDIR') return new LikelyError('file.not_found', { path }, { cause: error });
	return new LikelyError('file.not_readable', { path, message: String(message) }, { cause: error });
}
