import { readdirSync, readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { extract, readable } from './extract.js';

const root = resolve(import.meta.dirname, '../..');

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
	return entries;
}
