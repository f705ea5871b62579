import type { Direction } from '$lib/core/explanation/types.js';

export const arrows: Readonly<Record<Direction, string>> = { positive: '▲', negative: '▼', neutral: '–' };
export const directionWords: Readonly<Record<Direction, string>> = {
	positive: 'raises it',
	negative: 'lowers it',
	neutral: 'no effect'
};

/** A neutral impact whose figure has a sign is not quite none. */
const isSpeck = (direction: Direction, figure: string) => direction === 'neutral' && /[+−]/.test(figure);

/** The arrow in front of a figure; none where the figure of a neutral impact has a sign itself. */
export const arrowOf = (direction: Direction, figure: string): string => (isSpeck(direction, figure) ? '' : arrows[direction]);

/** What an impact does, in words. */
export const effectOf = (direction: Direction, figure: string): string => (isSpeck(direction, figure) ? /* @wc-include */ 'next to no effect' : directionWords[direction]);
