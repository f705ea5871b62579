import { asset } from '$app/paths';
import type { DemoAnswer } from '$lib/core/project/cards.js';
import { firstAnswer } from '$lib/ui/home/first-answer.js';
import type { PageServerLoad } from './$types';

/** The demo's answer becomes part of the page when the site is built. */
export const load: PageServerLoad = async ({ fetch }) => {
	const response = await fetch(asset('/demo/answer.json'));
	if (!response.ok) throw new Error('static/demo/answer.json is missing: run `npm run demo` first.');
	const demo: DemoAnswer = await response.json();
	return { answer: firstAnswer(demo) };
};
