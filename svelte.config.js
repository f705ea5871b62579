import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import adapter from '@sveltejs/adapter-static';
import { directives, trustedTypes } from './src/lib/core/serving/security.js';

/** The development server's own overlay writes markup that no policy has seen. */
const developing = process.argv.includes('dev');

/** The one script that stands in every page itself, because it runs before the first paint. */
const early = createHash('sha256').update(readFileSync(new URL('./src/early.js', import.meta.url))).digest('base64');
const policy = { ...directives, 'script-src': [...directives['script-src'], `sha256-${early}`] };

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ fallback: '404.html', precompress: true }),
		paths: { base: process.env.BASE_PATH ?? '', relative: true },
		// Styles travel inside each page: a page paints after one answer of its host instead of seventeen.
		inlineStyleThreshold: 20_000,
		serviceWorker: { register: false },
		output: { preloadStrategy: 'modulepreload' },
		csp: { mode: 'hash', directives: developing ? policy : { ...policy, ...trustedTypes } }
	}
};
