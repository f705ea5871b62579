import type { Page } from 'playwright-core';
import { Keyboard } from './keyboard.js';
import { Site } from './site.js';
import type { Observed } from './site.js';

/** Somebody who has no mouse, before the customers of the office shop with its trained models. */
export interface OfficeShop {
	readonly site: Site;
	readonly page: Page;
	readonly observed: Observed;
	readonly keys: Keyboard;
}

/** Opens the site, and in it the office shop as the Data page offers it. `options`: of the visitor. */
export async function openOfficeShop(options?: Parameters<Site['visitor']>[0]): Promise<OfficeShop> {
	const site = await Site.open();
	const { page, observed } = await site.visit(await site.visitor(options), 'data/');
	const keys = new Keyboard(() => page);
	// A button that is pressed before its script has arrived does nothing.
	await page.waitForLoadState('networkidle');
	await keys.to(/^Open with its models/, 2);
	await page.keyboard.press('Enter');
	await page.waitForURL(/customers/, { waitUntil: 'commit' });
	return { site, page, observed, keys };
}
