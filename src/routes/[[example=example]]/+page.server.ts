import { asset } from '$app/paths';
import type { DemoName } from '$lib/core/data/demos.js';
import type { FirstAnswer } from '$lib/core/project/first-answer.js';
import { firstDemo, furtherDemos } from '$lib/state/demos.js';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => [{ example: undefined }, ...furtherDemos.map(({ name }) => ({ example: name }))];

/** A demo's answer becomes part of its page when the site is built. */
export const load: PageServerLoad = async ({ fetch, params }) => {
	const demo: DemoName = params.example ?? firstDemo.name;
	const response = await fetch(asset(`/demo/${demo}.answer.json`));
	if (!response.ok) throw new Error(`static/demo/${demo}.answer.json is missing: run \`npm run demo\` first.`);
	const answer: FirstAnswer = await response.json();
	return { demo, answer };
};
