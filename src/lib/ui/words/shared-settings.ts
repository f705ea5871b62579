import { languages } from '$lib/language/languages.js';
import type { SharedSettings } from '$lib/state/shared-settings.js';
import { percent } from './numbers.js';
import { withinDays } from './time.js';

const questions = { next: 'Question: what will be bought next', 'next-order': 'Question: what the next order will hold', ever: 'Question: who is like the owners of a product' } as const;

/** Settings as lines to read. */
export function settingWords({ threshold, question, horizon, theme, language }: SharedSettings): string[] {
	return [
		...(threshold === undefined ? [] : [`Threshold for an ad: ${percent(threshold, 0)}`]),
		...(question ? [horizon === undefined ? questions[question] : `${questions[question]}, ${withinDays(horizon)}`] : []),
		...(theme ? [{ system: 'Colours: as the system', light: 'Colours: light', dark: 'Colours: dark' }[theme]] : []),
		...(language ? [`Language: ${languages[language].name}`] : [])
	];
}
