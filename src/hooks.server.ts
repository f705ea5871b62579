import type { Handle } from '@sveltejs/kit';
import early from './early.js?raw';
import { scriptsAfterPaint } from './scripts-after-paint.js';

/**
 * Puts the script that runs before the first paint into each page as it is built, whose hash `svelte.config.js` lets pass; on the start page, which has
 * its answer without them, all others come after the paint.
 */
export const handle: Handle = ({ event, resolve }) =>
	resolve(event, {
		transformPageChunk: ({ html, done }) => {
			const page = html.replace('%early%', () => early);
			return done && !import.meta.env.DEV && event.route.id === '/[[example=example]]' ? scriptsAfterPaint(page) : page;
		}
	});
