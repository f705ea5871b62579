import { browser } from '$app/environment';
import { language } from '$lib/language/language.svelte.js';
import { wantedLanguage } from '$lib/state/preferences.svelte.js';
import { turn } from '$lib/ui/base/awakening.js';

export const prerender = true;
export const trailingSlash = 'always';

/** Fetches the visitor's language before the page comes alive. Where that fails the page speaks English. */
export async function load(): Promise<void> {
	if (!browser) return;
	// What the scripts set up is one task; then the page comes alive.
	await turn();
	await language.speak(wantedLanguage()).catch(() => undefined);
	delete document.documentElement.dataset.speaking;
}
