import { asset } from '$app/paths';
import type { FirstAnswer } from '$lib/core/project/first-answer.js';
import type { DemoName } from '$lib/state/engine.js';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => [{ example: undefined }, { example: 'office-shop' }];

/** A demo's answer becomes part of its page when the site is built. */
export const load: PageServerLoad = async ({ fetch, params }) => {
	const demo: DemoName = params.example ?? 'superstore';
	const response = await fetch(asset(`/demo/${demo}.answer.json`));
	if (!response.ok) throw new Error(`static/demo/${demo}.answer.json is missing: run \`npm run demo\` first.`);
	const answer: FirstAnswer = await response.json();
	return { demo, answer };
};
