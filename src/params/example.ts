import type { ParamMatcher } from '@sveltejs/kit';

/** Shops beside the first one that the start page can show. */
export const match = ((name: string): name is 'office-shop' => name === 'office-shop') satisfies ParamMatcher;
