import type { ParamMatcher } from '@sveltejs/kit';
import { furtherDemos } from '../lib/core/data/demos.js';

/** Shops beside the first one that the start page can show. */
export const match = ((name: string): name is (typeof furtherDemos)[number]['name'] =>
	furtherDemos.some((demo) => demo.name === name)) satisfies ParamMatcher;
