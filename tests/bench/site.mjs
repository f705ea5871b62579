// A bench's page, served to a browser.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, sep } from 'node:path';

/** @type {Record<string, string>} */
const types = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };

/**
 * Serves folders, the first that has a file first, with the headers that isolate a page, so that its workers share memory.
 * @param {...string} folders
 */
export async function serveIsolated(...folders) {
	const server = createServer((request, response) => {
		const name = new URL(request.url ?? '/', 'http://bench').pathname;
		const path = folders
			.map((folder) => ({ folder, path: join(folder, name === '/' ? 'index.html' : decodeURIComponent(name)) }))
			.find(({ folder, path }) => path.startsWith(folder + sep) && existsSync(path) && statSync(path).isFile())?.path;
		response.writeHead(path ? 200 : 404, {
			'Content-Type': types[extname(path ?? '')] ?? 'application/octet-stream',
			'Cross-Origin-Opener-Policy': 'same-origin',
			'Cross-Origin-Embedder-Policy': 'require-corp'
		});
		if (path) createReadStream(path).pipe(response);
		else response.end();
	});
	await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
	const address = server.address();
	if (!address || typeof address === 'string') throw new Error('no port');
	return { url: `http://127.0.0.1:${address.port}/`, close: () => void server.close() };
}
