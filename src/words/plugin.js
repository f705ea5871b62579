import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { catalogues, readCatalogue } from './catalogue.js';
import { compiled, extract, readable } from './extract.js';

const root = resolve(import.meta.dirname, '../..');
const runtime = '$lib/language/words.svelte.js';
const own = 'virtual:words/';

/**
 * Takes the texts out of components and scripts while they are compiled. English stays in the chunk of the file that it stands in; the other
 * languages are one module each, `virtual:words/de`, that is loaded only by whoever reads it.
 * @returns {import('vite').Plugin}
 */
export function words() {
	/** @param {string} id */
	const fileOf = (id) => relative(root, id).split(sep).join('/');
	/** @param {string} file */
	const from = (file) => ({ runtime, words: `${own}${file}.js` });
	return {
		name: 'likely-words',
		enforce: 'pre',
		resolveId(id) {
			return id.startsWith(own) ? `\0${id}` : undefined;
		},
		async load(id) {
			if (!id.startsWith(`\0${own}`)) return undefined;
			const name = id.slice(own.length + 1);
			if (name in catalogues) {
				const file = catalogues[/** @type {keyof typeof catalogues} */ (name)];
				const entries = [...readCatalogue(file)].filter(([, { translation }]) => translation.every(Boolean));
				return `export default JSON.parse(${JSON.stringify(JSON.stringify(Object.fromEntries(entries.map(([key, { translation }]) => [key, compiled(translation)]))))});`;
			}
			const file = name.replace(/\.js$/, '');
			const messages = (await extract(readFileSync(resolve(root, file), 'utf8'), file, from(file)))?.messages ?? [];
			const contexts = Object.fromEntries(messages.flatMap(({ context }, i) => (context === undefined ? [] : [[i, context]])));
			const english = messages.map(({ forms }) => compiled(forms));
			return `export const words = ${JSON.stringify({ english, ...(Object.keys(contexts).length && { contexts }) })};`;
		},
		transform: {
			order: 'pre',
			async handler(code, id) {
				const file = fileOf(id);
				if (!readable.test(file)) return undefined;
				const result = await extract(code, file, from(file));
				return result && { code: result.code, map: result.map };
			}
		}
	};
}
