/** The languages of the page, each in its own name. Text of all of them runs from left to right; the layout does not rely on it. */
export const languages = {
	en: { name: 'English', dir: 'ltr', load: undefined },
	de: { name: 'Deutsch', dir: 'ltr', load: () => import('virtual:words/de') }
} as const;

export type LanguageCode = keyof typeof languages;

/** The codes of all languages. */
export const languageCodes = Object.keys(languages) as LanguageCode[];

export function isLanguage(code: unknown): code is LanguageCode {
	return languageCodes.some((each) => each === code);
}

/** The first of a visitor's languages ("de-AT", "en-GB") that the page speaks, else English. */
export function preferredLanguage(wanted: readonly string[]): LanguageCode {
	for (const tag of wanted) {
		const code = languageCodes.find((each) => each === tag.split('-')[0].toLowerCase());
		if (code) return code;
	}
	return 'en';
}
