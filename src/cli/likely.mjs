#!/usr/bin/env node
// Starts the command line: bundles its TypeScript with Vite whenever a source is newer than the last bundle, then runs it.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const root = resolve(import.meta.dirname, '../..');
const cache = join(root, 'node_modules/.cache/likely');
const day = 86_400_000;

/**
 * Names every source with its size and time of change: another list means another bundle.
 * @param {string} folder
 * @param {import('node:crypto').Hash} hash
 */
function addSources(folder, hash) {
	for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
		const path = join(folder, entry.name);
		if (entry.isDirectory()) addSources(path, hash);
		else {
			const { size, mtimeMs } = statSync(path);
			hash.update(`${path} ${size} ${mtimeMs}\n`);
		}
	}
}

/**
 * Makes a bundle where no other process sees it half done.
 * @param {string} target
 */
async function bundle(target) {
	const { build } = await import('vite');
	const outDir = `${target}.${process.pid}`;
	await build({
		configFile: false,
		root,
		logLevel: 'silent',
		// Not the project's own, which extends a generated file that a clean clone does not have yet.
		tsconfig: join(root, 'src/lib/core/tsconfig.json'),
		ssr: { noExternal: [/^(d3-|internmap|valibot|fflate|papaparse|hyparquet|fzstd)/] },
		build: {
			ssr: true,
			target: 'node20',
			outDir,
			emptyOutDir: true,
			rolldownOptions: {
				input: { main: join(root, 'src/cli/main.ts'), 'task-worker': join(root, 'src/cli/task-worker.ts') },
				output: { entryFileNames: '[name].mjs', chunkFileNames: '[name]-[hash].mjs' }
			}
		}
	});
	if (existsSync(target)) rmSync(outDir, { recursive: true });
	else renameSync(outDir, target);
}

/** Bundles of yesterday; younger ones may still be running. */
function removeOld() {
	for (const name of readdirSync(cache)) {
		const path = join(cache, name);
		if (name.startsWith('cli-') && Date.now() - statSync(path).mtimeMs > day) rmSync(path, { recursive: true, force: true });
	}
}

const hash = createHash('sha256').update(process.version);
for (const folder of ['src/cli', 'src/lib/core']) addSources(join(root, folder), hash);
const target = join(cache, `cli-${hash.digest('hex').slice(0, 16)}`);
if (!existsSync(join(target, 'main.mjs'))) {
	mkdirSync(cache, { recursive: true });
	removeOld();
	try {
		await bundle(target);
	} catch (error) {
		console.error(`likely: the sources could not be bundled: ${error instanceof Error ? error.message : error}`);
		process.exit(1);
	}
}
const { main } = await import(pathToFileURL(join(target, 'main.mjs')).href);
process.exitCode = await main(process.argv.slice(2), root);
