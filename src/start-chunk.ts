import type { Plugin } from 'vite';

/** The start page and the frame around every page. */
const roots = [/\/src\/routes\/\+layout\.(?:svelte|ts)$/, /\/src\/routes\/\[\[example=example\]\]\/\+page\.(?:svelte|ts)$/];

/**
 * SvelteKit has JSON.parse throw where a tab remembers nothing yet, which is caught. It does so while its file is run, and to say where
 * something was thrown, a browser that is being watched reads that file, here all of the start page's, once more.
 */
const sessionReader = /@sveltejs\/kit\/src\/runtime\/client\/session-storage\.js/;
const thrown = 'return parse(sessionStorage[key]);';
const quiet = 'const kept = sessionStorage[key];\n\t\tif (kept !== undefined) return parse(kept);';
/** For the same reason Svelte's constants, one of which is an error, stand in a file of their own. */
const constants = /\/svelte\/src\/internal\/client\/constants\.js$/;

/** Puts all that the start page imports at once into one file: some thirty small ones take a phone longer to ask for than to read. */
export function startChunk(): Plugin {
	let needed = new Set<string>();
	return {
		name: 'start-chunk',
		applyToEnvironment: ({ name }) => name === 'client',
		transform(code, id) {
			if (!sessionReader.test(id)) return undefined;
			if (!code.includes(thrown)) throw new Error('SvelteKit reads what a tab remembers in another way than expected.');
			return { code: code.replace(thrown, quiet), map: null };
		},
		buildEnd() {
			needed = new Set([...this.getModuleIds()].filter((id) => roots.some((root) => root.test(id))));
			for (const id of needed) for (const next of this.getModuleInfo(id)?.importedIds ?? []) needed.add(next);
		},
		outputOptions: (options) => ({
			...options,
			codeSplitting: {
				groups: [
					{ name: 'constants', test: constants, priority: 1 },
					{ name: 'start', test: (id) => needed.has(id) }
				]
			}
		})
	};
}
