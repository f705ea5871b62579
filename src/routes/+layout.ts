import { browser } from '$app/environment';
import { language } from '$lib/language/language.svelte.js';
import { wantedLanguage } from '$lib/state/preferences.svelte.js';

export const prerender = true;
export const trailingSlash = 'always';

/** Fetches the visitor's language before the page comes alive. Where that fails the page speaks English. */
export async function load(): Promise<void> {
	if (!browser) return;
	await language.speak(wantedLanguage()).catch(() => undefined);
	delete document.documentElement.dataset.speaking;
}
