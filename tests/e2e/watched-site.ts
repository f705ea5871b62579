import { createServer, request as ask } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { BrowserContext } from 'playwright-core';
import { serveSite } from '../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../chromium.js';

/** A request as it arrived at a host: nothing that left the browser is missing here, whoever in it asked. */
export interface Arrived {
	readonly method: string;
	readonly url: string;
	readonly headers: string;
	readonly body: string;
	readonly status?: number;
}

/** Where Chromium itself asks for updates, sign-in and hints for forms; pages that ask there show up among their requests. */
const browsersOwn = /^(http:\/\/)?[\w.-]+\.(googleapis|google)\.com(:443)?(\/|$)/;

/**
 * The built site behind a server that writes down every request, and a browser whose way to any other host is a proxy
 * that writes down every attempt: of pages, workers and the service worker alike.
 */
export class WatchedSite {
	private constructor(
		readonly url: string,
		readonly context: BrowserContext,
		/** What arrived at the site's own host. */
		readonly own: Arrived[],
		/** Hosts that anything in the browser tried to reach. */
		readonly foreign: string[],
		readonly close: () => Promise<void>
	) {}

	static async open(): Promise<WatchedSite> {
		const site = await serveSite({ folder: resolve(import.meta.dirname, '../../build'), isolated: false });
		const own: Arrived[] = [];
		const front = createServer(async (request, response) => {
			const body = await bodyOf(request);
			const { method = '', url = '', headers } = request;
			const inner = ask(new URL(url, site.url), { method, headers }, (answer) => {
				own.push({ method, url, headers: JSON.stringify(headers), body, status: answer.statusCode });
				response.writeHead(answer.statusCode ?? 500, answer.headers);
				answer.pipe(response);
			});
			inner.end(body);
		});
		const foreign: string[] = [];
		const tried = (address = '') => {
			if (!browsersOwn.test(address)) foreign.push(address);
		};
		const proxy = createServer((request, response) => {
			tried(request.url);
			response.writeHead(403).end();
		});
		proxy.on('connect', (request, socket) => {
			tried(request.url);
			socket.destroy();
		});
		const port = await listening(front);
		const proxyPort = await listening(proxy);
		const browser = await chromium.launch({
			executablePath: chromiumPath(),
			args: [...chromiumArguments, '--disable-features=AutofillServerCommunication', `--proxy-server=http://127.0.0.1:${proxyPort}`]
		});
		const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', acceptDownloads: true });
		return new WatchedSite(`http://localhost:${port}/`, context, own, foreign, async () => {
			await browser.close();
			for (const server of [front, proxy]) {
				server.close();
				server.closeAllConnections();
			}
			await site.close();
		});
	}
}

async function listening(server: ReturnType<typeof createServer>): Promise<number> {
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	return (server.address() as AddressInfo).port;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
	let text = '';
	for await (const chunk of request) text += chunk;
	return text;
}
