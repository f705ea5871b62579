import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { parseScript } from 'wuchale/adapter-vanilla';
import { extract, idOf, readable } from './extract.js';

const root = resolve(import.meta.dirname, '../..');

/** Files of the core whose sentences the page shows, with the properties or arguments that hold them; `ofCore` finds their translation. */
const shownOfCore = [
	'src/lib/core/features/customer-features.ts',
	'src/lib/core/features/product-features.ts',
	'src/lib/core/models/history-features.ts',
	'src/lib/core/explanation/explainers.ts',
	'src/lib/core/serving/openapi.ts'
];

/**
 * The sentences of a script that computes nothing with them: texts of several words.
 * @param {string} file
 */
function sentencesOf(file) {
	/** @type {string[]} */
	const texts = [];
	/** @param {unknown} node */
	const visit = (node) => {
		if (Array.isArray(node)) node.forEach(visit);
		else if (node && typeof node === 'object' && 'type' in node) {
			const { type, value } = /** @type {{ type: string, value?: unknown }} */ (node);
			if (type === 'Literal' && typeof value === 'string' && /\p{L} \p{L}/u.test(value) && (file.endsWith('openapi.ts') ? /^[\p{Lu}\d].*\.$/u.test(value) : true)) texts.push(value);
			else if (!type.startsWith('Import') && !type.startsWith('TS')) Object.values(node).forEach(visit);
		}
	};
	visit(parseScript(readFileSync(resolve(root, file), 'utf8'))[0].body);
	return texts;
}

/**
 * Every text of the sources, in the order of the files, each once with all files that it stands in.
 * @returns {Promise<Map<string, import('./catalogue.js').Entry>>}
 */
export async function textsOfSources() {
	/** @type {Map<string, import('./catalogue.js').Entry>} */
	const entries = new Map();
	const files = readdirSync(resolve(root, 'src'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(root, resolve(entry.parentPath, entry.name)).split(sep).join('/'))
		.filter((file) => readable.test(file))
		.sort();
	for (const file of files) {
		const found = await extract(readFileSync(resolve(root, file), 'utf8'), file, { runtime: '', words: '' });
		for (const { id, forms, context, placeholders } of found?.messages ?? []) {
			if (!id) continue;
			const entry = entries.get(id) ?? { forms, context, translation: [], files: [], notes: [] };
			entries.set(id, entry);
			if (!entry.files.includes(file)) entry.files.push(file);
			for (const [i, source] of placeholders) {
				const note = `{${i}}: ${source.replace(/\s+/g, ' ').trim()}`;
				if (!entry.notes.includes(note)) entry.notes.push(note);
			}
		}
	}
	for (const file of shownOfCore)
		for (const text of sentencesOf(file)) entries.set(idOf([text], undefined), { forms: [text], context: undefined, translation: [], files: [file], notes: [] });
	return entries;
}
