import type { Direction } from '$lib/core/explanation/types.js';

export const arrows: Readonly<Record<Direction, string>> = { positive: '▲', negative: '▼', neutral: '–' };
export const directionWords: Readonly<Record<Direction, string>> = {
	positive: 'raises it',
	negative: 'lowers it',
	neutral: 'no effect'
};
