export type Theme = 'system' | 'light' | 'dark';

/** What the visitor prefers, kept in localStorage; `theme.js` reads the same keys before the first paint. */
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

	/** Takes over what was stored. Only in a browser. */
	load(): void {
		const theme = read('likely.theme');
		this.#theme = theme === 'light' || theme === 'dark' ? theme : 'system';
	}
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
