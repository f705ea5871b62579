import { spawn } from 'node:child_process';
import { chromium } from 'playwright-core';
import { chromiumArguments, chromiumPath } from '../chromium.js';

/**
 * Chromium on a profile of its own, as a group of processes that can be killed without a word.
 * @param {string} profile
 */
export async function startKillable(profile) {
	const path = chromiumPath();
	if (!path) throw new Error('There is no Chrome or Chromium.');
	const args = [...chromiumArguments, '--headless=new', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank'];
	const child = spawn(path, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
	const ended = new Promise((resolve) => child.once('exit', resolve));
	const address = await listening(child);
	const browser = await chromium.connectOverCDP(address);
	const [context] = browser.contexts();
	// On a busy machine all this may stand still for a while.
	context.setDefaultTimeout(180_000);
	let alive = true;
	return {
		context,
		page: context.pages()[0] ?? (await context.newPage()),
		/** Ends every process of it at once, in whatever it is doing. */
		async kill() {
			if (!alive || child.pid === undefined) return;
			alive = false;
			try {
				process.kill(-child.pid, 'SIGKILL');
			} catch {
				child.kill('SIGKILL');
			}
			await ended;
			await browser.close().catch(() => {});
		}
	};
}

/**
 * The address of the DevTools, which Chromium writes to its error output.
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function listening(child) {
	return new Promise((resolve, reject) => {
		let text = '';
		child.stderr?.on('data', (/** @type {Buffer} */ chunk) => {
			text = (text + chunk.toString()).slice(-10_000);
			const found = /DevTools listening on (ws:\S+)/.exec(text);
			if (found) resolve(found[1]);
		});
		child.once('exit', (code) => reject(new Error(`Chromium ended with ${code}: ${text}`)));
	});
}
