import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SiteCache } from '../../../src/lib/browser/offline/site-cache.js';
import type { Site } from '../../../src/lib/browser/offline/site-cache.js';

/** What the host serves, by path; undefined is a 404, an Error a broken connection. */
let host: Record<string, string | Error | undefined>;
let fetched: string[];

/** A small site: a start script, a page, a file; all say which version they are. */
function siteOf(version: string): Site {
	return {
		version,
		base: '',
		build: [`/_app/immutable/entry/start.${version}.js`, '/_app/immutable/same.js'],
		files: ['/icon.svg'],
		pages: ['/', '/data/']
	};
}

function publish(version: string): void {
	host = {
		[`/_app/immutable/entry/start.${version}.js`]: `start ${version}`,
		'/_app/immutable/same.js': 'same',
		'/icon.svg': `icon ${version}`,
		'/': `page ${version} start.${version}.js`,
		'/data/': `data ${version} start.${version}.js`,
		'/404.html': `no such page ${version}`
	};
}

const pathOf = (input: RequestInfo | URL) => new URL(input instanceof Request ? input.url : input, location.origin).pathname;
const ask = async (cache: SiteCache, path: string, mode: RequestMode = 'cors') => {
	const request = new Request(new URL(path, location.origin));
	// A page cannot make a navigation request itself.
	Object.defineProperty(request, 'mode', { value: mode });
	const response = await cache.answer(request);
	return { status: response.status, text: await response.text(), headers: response.headers };
};

beforeEach(() => {
	publish('v1');
	fetched = [];
	vi.stubGlobal('fetch', async (input: RequestInfo | URL) => {
		const path = pathOf(input);
		fetched.push(path);
		const content = host[path];
		if (content instanceof Error) throw content;
		const type = path.endsWith('/') || path.endsWith('.html') ? 'text/html' : 'text/plain';
		return new Response(content ?? 'nothing', { status: content === undefined ? 404 : 200, headers: { 'content-type': type } });
	});
});
afterEach(async () => {
	vi.unstubAllGlobals();
	for (const name of await caches.keys()) await caches.delete(name);
});

describe('SiteCache', () => {
	it('answers everything without a network once it is installed, isolated', async () => {
		const cache = new SiteCache(siteOf('v1'));
		await cache.install();
		host = {};
		fetched = [];
		expect(await ask(cache, '/data/')).toMatchObject({ status: 200, text: 'data v1 start.v1.js' });
		expect((await ask(cache, '/icon.svg?x=1')).text).toBe('icon v1');
		expect((await ask(cache, '/')).headers.get('cross-origin-embedder-policy')).toBe('require-corp');
		expect(fetched).toEqual([]);
	});

	it('goes on serving its own version when the host has a newer one', async () => {
		const cache = new SiteCache(siteOf('v1'));
		await cache.install();
		publish('v2');
		expect((await ask(cache, '/')).text).toContain('page v1');
		const next = new SiteCache(siteOf('v2'));
		await next.install();
		expect((await ask(cache, '/icon.svg')).text).toBe('icon v1');
		expect((await ask(next, '/icon.svg')).text).toBe('icon v2');
	});

	it('does not fetch again what cannot have changed', async () => {
		await new SiteCache(siteOf('v1')).install();
		publish('v2');
		fetched = [];
		await new SiteCache(siteOf('v2')).install();
		expect(fetched).not.toContain('/_app/immutable/same.js');
		expect(fetched).toContain('/icon.svg');
	});

	it.each([
		['a file is missing', { '/icon.svg': undefined }],
		['the connection breaks', { '/data/': new Error('offline') }],
		['the host still has a page of another version', { '/data/': 'data v0 start.v0.js' }]
	])('installs nothing where %s', async (_, changes) => {
		Object.assign(host, changes);
		await expect(new SiteCache(siteOf('v1')).install()).rejects.toThrow();
		expect(await caches.keys()).toEqual([]);
	});

	it('serves scripts of the version before to pages that are still open, and forgets older ones', async () => {
		for (const version of ['v1', 'v2', 'v3']) {
			publish(version);
			const cache = new SiteCache(siteOf(version));
			await cache.install();
			await cache.removeOld();
		}
		expect(await caches.keys()).toEqual(['likely-v2', 'likely-v3']);
		const cache = new SiteCache(siteOf('v3'));
		expect((await ask(cache, '/_app/immutable/entry/start.v2.js')).text).toBe('start v2');
		expect((await ask(cache, '/_app/immutable/entry/start.v1.js')).status).toBe(404);
	});

	it('sends a page without its closing slash to the one with it', async () => {
		const cache = new SiteCache(siteOf('v1'));
		await cache.install();
		const response = await cache.answer(new Request(new URL('/data?x=1', location.origin)));
		expect([response.status, response.headers.get('location')]).toEqual([308, `${location.origin}/data/?x=1`]);
	});

	it('has a page for what is unknown without a network, and for nothing else', async () => {
		const cache = new SiteCache(siteOf('v1'));
		await cache.install();
		host['/nowhere/'] = new Error('offline');
		expect(await ask(cache, '/nowhere/', 'navigate')).toMatchObject({ status: 404, text: 'no such page v1' });
		await expect(ask(cache, '/nowhere/')).rejects.toThrow('offline');
	});
});
