import { basename, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = resolve(import.meta.dirname, '..');

/**
 * Bundles a script of the project for Node into a folder, and imports it.
 * @param {string} script path of a .ts file
 * @param {string} outDir
 * @param {true | RegExp[]} [noExternal] packages that go into the bundle: all, or those that Node cannot import as they are
 */
export async function importScript(script, outDir, noExternal = [/^(d3-|internmap|valibot|fflate|fzstd|papaparse|hyparquet)/]) {
	const name = basename(script, '.ts');
	await build({
		configFile: false,
		root,
		logLevel: 'silent',
		// Not the project's own, which extends a generated file that a clean clone does not have yet.
		tsconfig: join(root, 'src/lib/core/tsconfig.json'),
		ssr: { noExternal },
		build: {
			ssr: true,
			target: 'node20',
			outDir,
			rolldownOptions: { input: { [name]: script }, output: { entryFileNames: '[name].mjs' } }
		}
	});
	return import(pathToFileURL(join(outDir, `${name}.mjs`)).href);
}
