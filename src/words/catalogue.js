import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import PO from 'pofile';
import { idOf } from './extract.js';

/** The languages besides English, each with its catalogue. */
export const catalogues = { de: new URL('./de.po', import.meta.url) };

/**
 * @typedef {import('./extract.js').Message} Message
 * @typedef {{ forms: string[], context: string | undefined, translation: string[], files: string[], notes: string[] }} Entry
 */

/**
 * A catalogue by the names of its texts.
 * @param {URL} file
 * @returns {Map<string, Entry>}
 */
export function readCatalogue(file) {
	const entries = new Map();
	if (!existsSync(file)) return entries;
	for (const { msgid, msgid_plural, msgctxt, msgstr, references, extractedComments, obsolete } of PO.parse(readFileSync(file, 'utf8')).items) {
		if (obsolete) continue;
		const forms = msgid_plural ? [msgid, msgid_plural] : [msgid];
		const context = msgctxt ?? undefined;
		entries.set(idOf(forms, context), { forms, context, translation: msgstr, files: references, notes: extractedComments });
	}
	return entries;
}

/**
 * Writes a catalogue, by file, so that what belongs together stands together.
 * @param {URL} file
 * @param {string} language
 * @param {Iterable<Entry>} entries
 */
export function writeCatalogue(file, language, entries) {
	const po = new PO();
	po.headers = { Language: language, 'Content-Type': 'text/plain; charset=utf-8', 'Plural-Forms': 'nplurals=2; plural=n != 1;' };
	po.items = Array.from(entries, ({ forms, context, translation, files, notes }) => {
		const item = new PO.Item();
		item.msgid = forms[0];
		if (forms[1] !== undefined) item.msgid_plural = forms[1];
		if (context !== undefined) item.msgctxt = context;
		item.msgstr = forms.map((_, i) => translation[i] ?? '');
		item.references = files;
		item.extractedComments = notes;
		return item;
	});
	writeFileSync(file, po.toString());
}
