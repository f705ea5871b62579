import type { Handle } from '@sveltejs/kit';
import early from './early.js?raw';

/** Puts the script that runs before the first paint into each page as it is built; `svelte.config.js` lets its hash pass. */
export const handle: Handle = ({ event, resolve }) => resolve(event, { transformPageChunk: ({ html }) => html.replace('%early%', () => early) });
