import type { SharedSettings } from '$lib/state/shared-settings.js';
import { percent } from './numbers.js';
import { days } from './time.js';

const questions = { next: 'Question: what will be bought next', 'next-order': 'Question: what the next order will hold', ever: 'Question: who is like the owners of a product' } as const;

/** Settings as lines to read. */
export function settingWords({ threshold, question, horizon, theme }: SharedSettings): string[] {
	return [
		...(threshold === undefined ? [] : [`Threshold for an ad: ${percent(threshold, 0)}`]),
		...(question ? [questions[question] + (horizon === undefined ? '' : `, within ${days(horizon)}`)] : []),
		...(theme ? [`Colours: ${theme === 'system' ? 'as the system' : theme}`] : [])
	];
}
