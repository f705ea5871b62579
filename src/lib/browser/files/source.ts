import type { ByteSource } from '../../core/data/source.js';

/** A file on the user's disk as a source of bytes: read in pieces, never whole. */
export function fileSource(file: File): ByteSource {
	return { name: file.name, size: file.size, chunks: () => pieces(file) };
}

async function* pieces(blob: Blob): AsyncGenerator<Uint8Array> {
	const reader = blob.stream().getReader();
	try {
		for (;;) {
			const { done, value } = await reader.read();
			if (done) return;
			yield value;
		}
	} finally {
		await reader.cancel();
	}
}
