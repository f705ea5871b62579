import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

declare global {
	interface Window {
		axe: { run(): Promise<{ violations: { id: string; nodes: { target: unknown }[] }[] }> };
	}
}

/** Violations of axe's rules, as `rule at element`. The page's context has to bypass its policy. */
export async function violations(page: Page): Promise<string[]> {
	await page.evaluate(axe);
	return page.evaluate(async () => {
		const found = (await window.axe.run()).violations;
		return found.flatMap(({ id, nodes }) => nodes.map(({ target }) => `${id} at ${JSON.stringify(target)}`));
	});
}
