import { adapter as svelte } from '@wuchale/svelte';
import { IndexTracker } from 'wuchale';
import { adapter as script } from 'wuchale/adapter-vanilla';
import { compileTranslation } from 'wuchale/compiler';
import { nameOf } from '../lib/language/name.js';
import { comparedTexts, countedForms, lazyTables } from './rewrite.js';
import { isSentence } from './sentences.js';

/**
 * A text of the sources: one form, or two where it counts something.
 * @typedef {{ id: string, forms: string[], context: string | undefined, file: string, placeholders: [number, string][] }} Message
 */

const patterns = ['count', 'plural'].map((name) => ({ name, args: /** @type {('other' | 'message')[]} */ (['other', 'message']) }));
const heuristic = /** @type {import('wuchale').HeuristicFunc} */ (isSentence);
const components = svelte({ heuristic, patterns, loader: 'custom' });
const scripts = script({ heuristic, patterns, loader: 'custom' });

/** Where the scripts stand whose tables hold texts for people. */
const tables = /^src\/lib\/ui\/(?!base\/|charts\/|style\/)/;

/** The folders whose texts are read by people. */
export const readable = /^src\/(lib\/(ui|state)\/.*\.(svelte|ts)|routes\/.*\.svelte)$/;

/**
 * A text as the page's runtime takes it: a string, or strings, placeholders and elements in order; of a counted text its forms.
 * @param {readonly string[]} forms
 */
export function compiled(forms) {
	return forms.length > 1 ? forms : compileTranslation(forms[0], forms[0]);
}

/**
 * @param {readonly string[]} forms
 * @param {string | undefined} context
 */
export const idOf = (forms, context) => nameOf(compiled(forms), context);

/**
 * Takes the texts out of a source file.
 * @param {string} content
 * @param {string} file path below the project's root, with slashes
 * @param {{ runtime: string, words: string }} from modules that the changed code imports: the function `wordsOf`, and this file's own texts
 * @returns {Promise<{ code: string, map: import('vite').Rollup.SourceMapInput, messages: Message[] } | undefined>} undefined where it has none
 */
export async function extract(content, file, from) {
	const index = new IndexTracker();
	const expr = '_w_load_(_w_words_)';
	const component = file.endsWith('.svelte');
	const forms = countedForms(content);
	const rewritten = comparedTexts(component || !tables.test(file) ? forms : lazyTables(forms));
	const { msgs, output } = await (component ? components : scripts).transform({
		content: rewritten,
		filename: file,
		index,
		expr: { plain: expr, reactive: expr },
		matchUrl: () => null
	});
	if (!msgs.length) return undefined;
	const { code, map } = output(`import { wordsOf as _w_load_ } from '${from.runtime}'; import { words as _w_words_ } from '${from.words}';`);
	/** @type {Message[]} */
	const messages = [];
	for (const { msgStr, context, placeholders } of msgs) {
		// The place of a text in the file is the order in which the extraction first met it.
		const at = index.get(`${msgStr.join('\n')}\n${context ?? ''}`.trim());
		messages[at] ??= { id: idOf(msgStr, context), forms: msgStr, context, file, placeholders };
	}
	return { code: code ?? rewritten, map, messages: Array.from(messages, (message) => message ?? { id: '', forms: [''], context: undefined, file, placeholders: [] }) };
}
