import { asset } from '$app/paths';
import type { FirstAnswer } from '$lib/core/project/first-answer.js';
import type { DemoName } from '$lib/state/engine.js';

/** A demo's answer, which becomes part of its page when the site is built. */
export async function loadExample(demo: DemoName, fetch: typeof globalThis.fetch): Promise<{ demo: DemoName; answer: FirstAnswer }> {
	const response = await fetch(asset(`/demo/${demo}.answer.json`));
	if (!response.ok) throw new Error(`static/demo/${demo}.answer.json is missing: run \`npm run demo\` first.`);
	return { demo, answer: await response.json() };
}
