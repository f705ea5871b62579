import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { serveSite } from '../../src/cli/host.mjs';
import { chromiumArguments, chromiumPath } from '../chromium.js';

/** What a page did besides what was asked of it. */
export interface Observed {
	readonly errors: string[];
	readonly requests: { readonly url: string; readonly method: string; readonly data: string | null }[];
}

/** The built site behind a local server, and a browser to visit it with. */
export class Site {
	private constructor(
		readonly url: string,
		readonly browser: Browser,
		readonly close: () => Promise<void>
	) {}

	static async open(options: { base?: string; isolated?: boolean } = {}): Promise<Site> {
		const server = await serveSite({ folder: resolve(import.meta.dirname, '../../build'), ...options });
		const browser = await chromium.launch({ executablePath: chromiumPath(), args: chromiumArguments });
		return new Site(server.url, browser, async () => {
			await browser.close();
			await server.close();
		});
	}

	/** A visitor with nothing stored. */
	visitor(options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
		return this.browser.newContext({ viewport: { width: 1280, height: 900 }, reducedMotion: 'reduce', ...options });
	}

	/** Opens a path of the site and notes errors and requests from then on. */
	async visit(context: BrowserContext, path = ''): Promise<{ page: Page; observed: Observed }> {
		const page = await context.newPage();
		const observed: Observed = { errors: [], requests: [] };
		page.on('console', (message) => message.type() === 'error' && observed.errors.push(message.text()));
		page.on('pageerror', (error) => observed.errors.push(String(error)));
		context.on('request', (request) =>
			observed.requests.push({ url: request.url(), method: request.method(), data: request.postData() })
		);
		await this.open(page, path);
		return { page, observed };
	}

	/** Goes to a path of the site, or loads the page anew, and waits until it answers. */
	open(page: Page, path?: string): Promise<void> {
		return openAt(page, path === undefined ? undefined : this.url + path);
	}
}

/** Goes to an address, or loads the page anew, and waits until it answers: before, a click is lost. */
export async function openAt(page: Page, address?: string): Promise<void> {
	await (address === undefined ? page.reload() : page.goto(address));
	await page.locator('html[data-running]').waitFor({ state: 'attached' });
}
