import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Firefox over WebDriver BiDi, spoken to directly through its socket.
 * @param {string} binary
 * @returns {Promise<import('./main-job.mjs').Driver>}
 */
export async function firefox(binary) {
	const profile = mkdtempSync(join(tmpdir(), 'likely-firefox-'));
	// Nothing but the site may be asked for anything while it is tested.
	const quiet = { 'browser.shell.checkDefaultBrowser': false, 'datareporting.policy.dataSubmissionEnabled': false, 'app.update.enabled': false, 'network.captive-portal-service.enabled': false, 'network.connectivity-service.enabled': false };
	writeFileSync(join(profile, 'user.js'), Object.entries(quiet).map(([name, value]) => `user_pref(${JSON.stringify(name)}, ${value});`).join('\n'));
	const child = spawn(binary, ['--headless', '--no-remote', '--remote-debugging-port=0', '--profile', profile, 'about:blank'], { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, MOZ_DISABLE_CONTENT_SANDBOX: '1', HOME: profile } });
	const address = await new Promise((resolve, reject) => {
		let said = '';
		child.stderr.setEncoding('utf8').on('data', (text) => {
			said += text;
			const found = /WebDriver BiDi listening on (ws:\/\/\S+)/.exec(said);
			if (found) resolve(found[1]);
		});
		child.once('exit', () => reject(new Error(`Firefox ended: ${said.slice(-500)}`)));
	});
	const socket = new WebSocket(`${address}/session`);
	await new Promise((resolve, reject) => {
		socket.onopen = resolve;
		socket.onerror = () => reject(new Error('Firefox does not answer'));
	});
	let id = 0;
	/** @type {Map<number, { resolve: (value: any) => void, reject: (error: Error) => void }>} */
	const waiting = new Map();
	socket.onmessage = ({ data }) => {
		const message = JSON.parse(String(data));
		const call = waiting.get(message.id);
		if (!call) return;
		waiting.delete(message.id);
		if (message.type === 'error') call.reject(new Error(`${message.error}: ${message.message}`));
		else call.resolve(message.result);
	};
	/** @param {string} method @param {object} params @returns {Promise<any>} */
	const send = (method, params) =>
		new Promise((resolve, reject) => {
			waiting.set(++id, { resolve, reject });
			socket.send(JSON.stringify({ id, method, params }));
		});
	await send('session.new', { capabilities: {} });
	const { contexts } = await send('browsingContext.getTree', {});
	const { context } = contexts[0];
	return {
		goto: (url) => send('browsingContext.navigate', { context, url, wait: 'complete' }),
		async evaluate(expression) {
			const wrapped = `(async () => JSON.stringify(await (${expression})))()`;
			const { type, result, exceptionDetails } = await send('script.evaluate', { target: { context }, expression: wrapped, awaitPromise: true });
			if (type === 'exception') throw new Error(exceptionDetails.text);
			return result.value === undefined ? undefined : JSON.parse(result.value);
		},
		async choose(selector, files) {
			const { nodes } = await send('browsingContext.locateNodes', { context, locator: { type: 'css', value: selector }, maxNodeCount: 1 });
			await send('input.setFiles', { context, element: { sharedId: nodes[0].sharedId }, files });
		},
		async close() {
			await Promise.race([send('browser.close', {}).catch(() => undefined), new Promise((done) => setTimeout(done, 3000))]);
			socket.close();
			child.kill();
			await new Promise((done) => (child.exitCode === null && child.signalCode === null ? child.once('exit', done) : done(undefined)));
			rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
		}
	};
}
