/** @typedef {Map<string, import('./catalogue.js').Entry>} Entries */

/** @param {string} text */
const marks = (text) => (text.match(/\{\d+\}|<\/?\d+\/?>|#/g) ?? []).sort().join(' ');

/**
 * What a catalogue lacks: texts without a translation, texts that no source has any more, and translations that lose or invent a placeholder.
 * @param {Entries} texts of the sources
 * @param {Entries} catalogue
 * @returns {{ text: string, fault: 'untranslated' | 'placeholders differ' | 'not in the sources' }[]}
 */
export function faults(texts, catalogue) {
	/** @type {ReturnType<typeof faults>} */
	const found = [];
	for (const [id, { forms }] of texts) {
		const translation = catalogue.get(id)?.translation ?? [];
		if (translation.length !== forms.length || translation.some((form) => !form)) found.push({ text: forms.join(' | '), fault: 'untranslated' });
		else if (forms.some((form, i) => marks(form) !== marks(translation[i]))) found.push({ text: forms.join(' | '), fault: 'placeholders differ' });
	}
	for (const [id, { forms }] of catalogue) if (!texts.has(id)) found.push({ text: forms.join(' | '), fault: 'not in the sources' });
	return found;
}
