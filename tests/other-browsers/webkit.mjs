import { spawn } from 'node:child_process';
import { createServer } from 'node:net';

/**
 * WebKitGTK over WebDriver, on a display of its own where there is none.
 * @param {string} binary of WebKitWebDriver
 * @param {string} browser of MiniBrowser
 * @returns {Promise<import('./main-job.mjs').Driver>}
 */
export async function webkit(binary, browser) {
	const port = await freePort();
	const args = [`--port=${port}`, '--host=127.0.0.1'];
	const [command, ...rest] = process.env.DISPLAY ? [binary, ...args] : ['xvfb-run', '-a', binary, ...args];
	const child = spawn(command, rest, { stdio: 'ignore', detached: true, env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', WEBKIT_DISABLE_DMABUF_RENDERER: '1', GIO_USE_VFS: 'local' } });
	/** @param {string} method @param {string} path @param {object} [body] @returns {Promise<any>} */
	const call = async (method, path, body) => {
		const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body), signal: AbortSignal.timeout(120_000) });
		const { value } = await response.json();
		if (!response.ok) throw new Error(`${value.error}: ${value.message}`);
		return value;
	};
	const end = () => {
		try {
			if (child.pid) process.kill(-child.pid);
		} catch {
			return;
		}
	};
	try {
		await ready(() => call('GET', '/status'));
		const options = { binary: browser, args: ['--automation'] };
		const session = await call('POST', '/session', { capabilities: { alwaysMatch: { 'webkitgtk:browserOptions': options, timeouts: { script: 110_000, pageLoad: 60_000 } } } });
		const base = `/session/${session.sessionId}`;
		return {
			goto: (url) => call('POST', `${base}/url`, { url }),
			async evaluate(expression) {
				const script = `const done = arguments[0]; (async () => JSON.stringify(await (${expression})))().then((text) => done({ text }), (error) => done({ error: String(error) }));`;
				const { text, error } = await call('POST', `${base}/execute/async`, { script, args: [] });
				if (error !== undefined) throw new Error(error);
				return text === undefined || text === null ? undefined : JSON.parse(text);
			},
			async choose(selector, files) {
				const element = await call('POST', `${base}/element`, { using: 'css selector', value: selector });
				await call('POST', `${base}/element/${Object.values(element)[0]}/value`, { text: files.join('\n') });
			},
			async close() {
				await call('DELETE', base).catch(() => undefined);
				end();
			}
		};
	} catch (error) {
		end();
		throw error;
	}
}

/** @param {() => Promise<unknown>} asked */
async function ready(asked) {
	for (let tries = 0; ; tries++) {
		try {
			return await asked();
		} catch (error) {
			if (tries > 100) throw error;
			await new Promise((done) => setTimeout(done, 100));
		}
	}
}

/** @returns {Promise<number>} */
function freePort() {
	return new Promise((resolve) => {
		const server = createServer();
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
		});
	});
}
