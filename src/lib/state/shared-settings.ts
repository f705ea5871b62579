import type { Question } from '../core/features/types.js';
import { isLanguage } from '../language/languages.js';
import type { LanguageCode } from '../language/languages.js';
import type { Theme } from './preferences.svelte.js';

/** Settings that may be passed on: none of them says anything about the data. */
export interface SharedSettings {
	/** From 0 to 1. */
	readonly threshold?: number;
	readonly question?: Question['kind'];
	/** Days that a question looks ahead. */
	readonly horizon?: number;
	readonly theme?: Theme;
	readonly language?: LanguageCode;
}

const kinds: readonly Question['kind'][] = ['next', 'next-order', 'ever'];
const themes: readonly Theme[] = ['system', 'light', 'dark'];

/** The part of an address behind the #, which is not even sent to the site's own host. */
export function settingsToHash({ threshold, question, horizon, theme, language }: SharedSettings): string {
	const words = new URLSearchParams();
	if (threshold !== undefined) words.set('threshold', String(threshold));
	if (question) words.set('question', question);
	if (horizon !== undefined && question === 'next') words.set('horizon', String(horizon));
	if (theme && theme !== 'system') words.set('theme', theme);
	if (language) words.set('language', language);
	return `#settings?${words}`;
}

/** Settings of an address, undefined where it has none. What makes no sense is left out. */
export function settingsOfHash(hash: string): SharedSettings | undefined {
	if (!hash.startsWith('#settings?')) return undefined;
	const words = new URLSearchParams(hash.slice('#settings?'.length));
	const threshold = Number(words.get('threshold') ?? NaN);
	const horizon = Number(words.get('horizon') ?? NaN);
	const question = kinds.find((kind) => kind === words.get('question'));
	const language = words.get('language');
	const theme = themes.find((each) => each === words.get('theme'));
	return {
		...(threshold > 0 && threshold < 1 && { threshold }),
		...(question && { question }),
		...(Number.isInteger(horizon) && horizon >= 1 && horizon <= 3650 && question === 'next' && { horizon }),
		...(theme && { theme }),
		...(isLanguage(language) && { language })
	};
}
