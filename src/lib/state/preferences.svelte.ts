import { language } from '../language/language.svelte.js';
import { isLanguage, preferredLanguage } from '../language/languages.js';
import type { LanguageCode } from '../language/languages.js';

export type Theme = 'system' | 'light' | 'dark';

/** What the visitor prefers, kept in localStorage; `early.js` reads the same keys before the first paint. */
export class PreferencesState {
	#theme = $state<Theme>('system');

	get theme(): Theme {
		return this.#theme;
	}

	set theme(theme: Theme) {
		this.#theme = theme;
		if (theme === 'system') delete document.documentElement.dataset.theme;
		else document.documentElement.dataset.theme = theme;
		write('likely.theme', theme === 'system' ? undefined : theme);
	}

	/** The language that the page speaks. */
	get language(): LanguageCode {
		return language.code;
	}

	/** Changes the language and remembers it; the page stays as it is where its texts cannot be fetched. */
	async speak(code: LanguageCode): Promise<void> {
		await language.speak(code);
		write('likely.language', code);
	}

	/** Takes over what was stored. Only in a browser. */
	load(): void {
		const theme = read('likely.theme');
		this.#theme = theme === 'light' || theme === 'dark' ? theme : 'system';
	}
}

/** The visitor's own choice of a language, else the first of the browser's languages that the page speaks. */
export function wantedLanguage(): LanguageCode {
	const chosen = read('likely.language');
	return isLanguage(chosen) ? chosen : preferredLanguage(navigator.languages);
}

/** A stored text, undefined where there is none or storage is forbidden. */
export function read(key: string): string | undefined {
	try {
		return localStorage.getItem(key) ?? undefined;
	} catch {
		return undefined;
	}
}

/** Stores a text, or removes it; does nothing where storage is forbidden. */
export function write(key: string, value: string | undefined): void {
	try {
		if (value === undefined) localStorage.removeItem(key);
		else localStorage.setItem(key, value);
	} catch {
		return;
	}
}
