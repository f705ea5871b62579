import { asset } from '$app/paths';
import type { DemoName } from '$lib/core/data/demos.js';
import type { FirstAnswer } from '$lib/core/project/first-answer.js';
import { firstDemo, furtherDemos, glimpseOf } from '$lib/state/demos.js';
import type { EntryGenerator, PageServerLoad } from './$types';

export const entries: EntryGenerator = () => [{ example: undefined }, ...furtherDemos.map(({ name }) => ({ example: name }))];

/** A demo's answer becomes part of its page when the site is built; beside the first one's, a line of the next. */
export const load: PageServerLoad = async ({ fetch, params }) => {
	const demo: DemoName = params.example ?? firstDemo.name;
	const answerOf = async (name: DemoName): Promise<FirstAnswer> => {
		const response = await fetch(asset(`/demo/${name}.answer.json`));
		if (!response.ok) throw new Error(`static/demo/${name}.answer.json is missing: run \`npm run demo\` first.`);
		return response.json();
	};
	const elsewhere = demo === firstDemo.name ? { demo: furtherDemos[0].name, ...glimpseOf(await answerOf(furtherDemos[0].name)) } : undefined;
	return { demo, answer: await answerOf(demo), elsewhere };
};
