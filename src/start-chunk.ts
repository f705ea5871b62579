import type { Plugin } from 'vite';

/** The start page and the frame around every page. */
const roots = [/\/src\/routes\/\+layout\.(?:svelte|ts)$/, /\/src\/routes\/\[\[example=example\]\]\/\+page\.(?:svelte|ts)$/];

/** Puts all that the start page imports at once into one file: some thirty small ones take a phone longer to ask for than to read. */
export function startChunk(): Plugin {
	let needed = new Set<string>();
	return {
		name: 'start-chunk',
		applyToEnvironment: ({ name }) => name === 'client',
		buildEnd() {
			needed = new Set([...this.getModuleIds()].filter((id) => roots.some((root) => root.test(id))));
			for (const id of needed) for (const next of this.getModuleInfo(id)?.importedIds ?? []) needed.add(next);
		},
		outputOptions: (options) => ({ ...options, codeSplitting: { groups: [{ name: 'start', test: (id) => needed.has(id) }] } })
	};
}
