import adapter from '@sveltejs/adapter-static';
import { directives, trustedTypes } from './src/lib/core/serving/security.js';

/** The development server's own overlay writes markup that no policy has seen. */
const developing = process.argv.includes('dev');

/** @type {import('@sveltejs/kit').Config} */
export default {
	compilerOptions: { runes: true },
	kit: {
		adapter: adapter({ fallback: '404.html' }),
		paths: { base: process.env.BASE_PATH ?? '', relative: true },
		serviceWorker: { register: false },
		output: { preloadStrategy: 'modulepreload' },
		csp: { mode: 'hash', directives: developing ? directives : { ...directives, ...trustedTypes } }
	}
};
