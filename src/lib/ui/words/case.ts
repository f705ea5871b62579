import { language } from '$lib/language/language.svelte.js';

/** A name as it stands within a sentence: English takes away its capital letter, languages that write nouns with one leave it. */
export function inSentence(name: string): string {
	return language.code === 'en' ? name.charAt(0).toLowerCase() + name.slice(1) : name;
}
