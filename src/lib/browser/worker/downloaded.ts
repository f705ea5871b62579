import { LikelyError } from '../../core/errors.js';
import type { Work } from '../../core/progress.js';

/** One of the site's own files, whole, with progress by bytes. Throws `demo.missing` where the site does not have it. */
export async function downloaded(url: URL, { report, signal }: Work): Promise<Uint8Array> {
	const response = await fetch(url, { signal });
	if (!response.ok || !response.body) throw new LikelyError('demo.missing', { path: url.pathname, status: response.status });
	const total = Number(response.headers.get('content-length')) || 0;
	const parts: Uint8Array<ArrayBuffer>[] = [];
	let done = 0;
	for (let reader = response.body.getReader(), next = await reader.read(); !next.done; next = await reader.read()) {
		parts.push(next.value);
		done += next.value.length;
		report({ stage: 'loading', done, total: Math.max(total, done) });
	}
	return new Uint8Array(await new Blob(parts).arrayBuffer());
}
