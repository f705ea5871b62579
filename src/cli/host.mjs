import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import sirv from 'sirv';
import { securityHeaders } from '../lib/core/serving/security.js';

/**
 * Serves a built site from a folder: right types, pages at `/name/`, its own 404 page, unchanging files cached for
 * good, and the compressed twin of a file for whoever takes it. `base` is the path the site lives under (`/likely`); `isolated: false` leaves every special header out, as
 * plain hosts do.
 * @param {{ folder: string, port?: number, base?: string, host?: string, isolated?: boolean }} options
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function serveSite({ folder, port = 0, base = '', host = '127.0.0.1', isolated = true }) {
	const files = sirv(folder, {
		etag: true,
		gzip: true,
		brotli: true,
		setHeaders: (response, path) => {
			if (path.startsWith('/_app/immutable/')) response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
			else response.setHeader('Cache-Control', 'no-cache');
			if (path.endsWith('.likely')) response.setHeader('Content-Type', 'application/zip');
			if (isolated) secure(response, path.endsWith('/') || path.endsWith('.html'));
		}
	});
	const missing = readFileSync(join(folder, '404.html'));
	const server = createServer((request, response) => {
		const url = new URL(request.url ?? '/', 'http://site');
		if (isolated) secure(response, true);
		if (request.method !== 'GET' && request.method !== 'HEAD') {
			response.writeHead(405, { Allow: 'GET, HEAD' }).end();
			return;
		}
		const notFound = () => void response.writeHead(404, { 'Content-Type': 'text/html; charset=utf-8' }).end(missing);
		if (!url.pathname.startsWith(`${base}/`)) {
			if (url.pathname === base) response.writeHead(308, { Location: `${base}/${url.search}` }).end();
			else notFound();
			return;
		}
		const path = url.pathname.slice(base.length);
		if (!path.endsWith('/') && isPage(folder, path)) {
			response.writeHead(308, { Location: `${base}${path}/${url.search}` }).end();
			return;
		}
		request.url = path + url.search;
		files(request, response, notFound);
	});
	await new Promise((done, failed) => server.once('error', failed).listen(port, host, () => done(undefined)));
	const address = server.address();
	const bound = typeof address === 'object' && address ? address.port : port;
	return {
		url: `http://${host === '127.0.0.1' ? 'localhost' : host}:${bound}${base}/`,
		close: () =>
			new Promise((done) => {
				server.close(() => done());
				server.closeAllConnections();
			})
	};
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {boolean} page
 */
function secure(response, page) {
	for (const [name, value] of Object.entries(securityHeaders(page))) response.setHeader(name, value);
}

/**
 * Whether a path without its closing slash is a page's folder.
 * @param {string} folder
 * @param {string} path
 */
function isPage(folder, path) {
	try {
		const file = resolve(folder, `.${decodeURI(path)}`, 'index.html');
		return file.startsWith(resolve(folder)) && existsSync(file);
	} catch {
		return false;
	}
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	const base = (process.env.BASE_PATH ?? '').replace(/\/$/, '');
	const wanted = Number(process.env.PORT ?? 4173);
	/** @param {number} port */
	const start = (port) => serveSite({ folder: resolve(import.meta.dirname, '../../build'), port, base, host: process.env.HOST ?? '127.0.0.1' });
	const { url } = await start(wanted).catch((error) => {
		if (error.code === 'EADDRINUSE' && !process.env.PORT) return start(0);
		console.error(error.code === 'EADDRINUSE' ? `Port ${wanted} is taken: choose another with PORT=…` : error.message);
		process.exit(1);
	});
	console.log(`Likely is at ${url}`);
}
