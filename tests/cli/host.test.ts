import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSite } from '../../src/cli/host.mjs';

const files = {
	'index.html': 'start',
	'404.html': 'no such page',
	'data/index.html': 'data page',
	'_app/immutable/x.abc.js': 'export {}',
	'kernel.wasm': '\0asm',
	'demo/shop.likely': 'PK',
	'manifest.webmanifest': '{}'
};
let folder: string;
const open: (() => Promise<void>)[] = [];

beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'likely-site-'));
	for (const [name, content] of Object.entries(files)) {
		mkdirSync(join(folder, 'site', dirname(name)), { recursive: true });
		writeFileSync(join(folder, 'site', name), content);
	}
	writeFileSync(join(folder, 'secret.txt'), 'secret');
});
afterAll(async () => {
	for (const close of open) await close();
	rmSync(folder, { recursive: true, force: true });
});

async function serve(options: { base?: string; isolated?: boolean } = {}) {
	const site = await serveSite({ folder: join(folder, 'site'), ...options });
	open.push(site.close);
	return (path: string, init?: RequestInit) => fetch(new URL(path, site.url), { redirect: 'manual', ...init });
}

describe('the static host', () => {
	it('serves pages and files with their types', async () => {
		const get = await serve();
		expect(await (await get('')).text()).toBe('start');
		expect(await (await get('data/')).text()).toBe('data page');
		const type = async (path: string) => (await get(path)).headers.get('content-type');
		expect(await type('kernel.wasm')).toBe('application/wasm');
		expect(await type('_app/immutable/x.abc.js')).toMatch('text/javascript');
		expect(await type('demo/shop.likely')).toBe('application/zip');
		expect(await type('manifest.webmanifest')).toBe('application/manifest+json');
	});

	it('isolates the page, unless told to be as plain as other hosts', async () => {
		const { headers } = await (await serve())('');
		expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
		expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		expect(headers.get('x-content-type-options')).toBe('nosniff');
		expect(headers.get('referrer-policy')).toBe('no-referrer');
		expect(headers.get('permissions-policy')).toContain('geolocation=()');
		const plain = await (await serve({ isolated: false }))('');
		expect(plain.headers.get('cross-origin-opener-policy')).toBeNull();
	});

	it('binds a worker by the headers of its script, and a page by what its own policy leaves to headers', async () => {
		const get = await serve();
		const policy = async (path: string) => (await get(path)).headers.get('content-security-policy');
		expect(await policy('_app/immutable/x.abc.js')).toMatch(/default-src 'self'; .*connect-src 'self'.*require-trusted-types-for 'script'/);
		for (const path of ['', 'data/', 'nowhere/']) {
			expect(await policy(path)).toMatch(/connect-src 'self'.*form-action 'none'; frame-ancestors 'self'/);
			expect(await policy(path)).not.toContain('script-src');
		}
	});

	it('keeps for good only what never changes', async () => {
		const get = await serve();
		expect((await get('_app/immutable/x.abc.js')).headers.get('cache-control')).toContain('immutable');
		expect((await get('')).headers.get('cache-control')).toBe('no-cache');
	});

	it('lives under a base path', async () => {
		const get = await serve({ base: '/likely' });
		expect(await (await get('data/')).text()).toBe('data page');
		expect((await get('/data/')).status).toBe(404);
		expect((await get('/likely')).headers.get('location')).toBe('/likely/');
		expect((await get('data?x=1')).headers.get('location')).toBe('/likely/data/?x=1');
	});

	it('has a page for what is not there', async () => {
		const get = await serve();
		for (const path of ['nowhere', 'nowhere/', 'data/nowhere.js', '%E0%A4%A', '_app/']) {
			const response = await get(path);
			expect([path, response.status, await response.text()]).toEqual([path, 404, 'no such page']);
		}
		expect((await get('', { method: 'POST' })).status).toBe(405);
	});

	it('serves nothing outside its folder', async () => {
		const site = await serveSite({ folder: join(folder, 'site') });
		open.push(site.close);
		for (const path of ['/../secret.txt', '/%2e%2e/secret.txt', '/..%2fsecret.txt', '//secret.txt']) {
			const body = await new Promise<string>((resolve, reject) => {
				const { port } = new URL(site.url);
				request({ host: '127.0.0.1', port, path }, (response) => {
					let text = '';
					response.on('data', (chunk) => (text += chunk)).on('end', () => resolve(text));
				})
					.on('error', reject)
					.end();
			});
			expect([path, body]).not.toEqual([path, 'secret']);
		}
	});
});
