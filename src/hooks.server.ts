import type { Handle } from '@sveltejs/kit';
import early from './early.js?raw';
import { scriptsAfterPaint } from './scripts-after-paint.js';

/** Where visitors arrive. */
const starts = ['/', '/office-shop'];

/**
 * Puts the script that runs before the first paint into each page as it is built, whose hash `svelte.config.js` lets pass; where visitors arrive, and
 * the answer is there without them, all others come after the paint.
 */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html, done }) => {
			const page = html.replace('%early%', () => early);
			return done && !import.meta.env.DEV && starts.includes(event.route.id ?? '') ? scriptsAfterPaint(page) : page;
		}
	});
