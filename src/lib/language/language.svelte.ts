import { languages } from './languages.js';
import type { LanguageCode } from './languages.js';

/** Texts by their names, as compiled: a string, or an array of strings, placeholders and elements. */
type Table = Readonly<Record<string, string | unknown[]>>;

/** The language that the page speaks, and its texts. English needs none: it stands in the sources. */
class Language {
	#code = $state.raw<LanguageCode>('en');
	#table = $state.raw<Table>();

	/** BCP 47. */
	get code(): LanguageCode {
		return this.#code;
	}

	get table(): Table | undefined {
		return this.#table;
	}

	/** Fetches the texts of a language and changes over to it, at once in all that is shown. Where they cannot be fetched it stays as it is. */
	async speak(code: LanguageCode): Promise<void> {
		if (code === this.#code) return;
		const table = await languages[code].load?.();
		this.#table = table?.default;
		this.#code = code;
		document.documentElement.lang = code;
		document.documentElement.dir = languages[code].dir;
	}
}

export const language = new Language();
