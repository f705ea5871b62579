import { isolated } from './isolation.js';

/** What a version of the site consists of, as paths from the root of the host. */
export interface Site {
	readonly version: string;
	readonly base: string;
	/** Files whose names change with their content. */
	readonly build: readonly string[];
	readonly files: readonly string[];
	readonly pages: readonly string[];
}

const prefix = 'likely-';
/** Files fetched at a time while installing. */
const lanes = 6;

/**
 * One version of the site, kept whole: pages and files of two versions are never served together. Only files whose
 * names change with their content may come from the version before, for pages that are still open from it.
 */
export class SiteCache {
	readonly #site: Site;
	readonly #paths: ReadonlySet<string>;
	readonly #name: string;

	constructor(site: Site) {
		this.#site = site;
		this.#name = `${prefix}${site.version}`;
		this.#paths = new Set([...site.build, ...site.files, ...site.pages]);
	}

	/** Fetches everything; rejects, and leaves nothing behind, where a part is missing or belongs to another version. */
	async install(): Promise<void> {
		const cache = await caches.open(this.#name);
		const waiting = [...this.#paths, this.#notFound];
		const lane = async () => {
			for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) await this.#store(cache, path);
		};
		try {
			await Promise.all(Array.from({ length: lanes }, lane));
		} catch (error) {
			await caches.delete(this.#name);
			throw error;
		}
	}

	/** Deletes all versions but this one and the one before it. */
	async removeOld(): Promise<void> {
		const names = (await caches.keys()).filter((name) => name.startsWith(prefix));
		const others = names.filter((name) => name !== this.#name);
		await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
	}

	/** Answers a GET of this site: from the cache what belongs to it, from the network what does not. Nothing is sent. */
	async answer(request: Request): Promise<Response> {
		if (request.method !== 'GET' && request.method !== 'HEAD') return new Response(null, { status: 405, headers: { Allow: 'GET, HEAD' } });
		const { pathname, search } = new URL(request.url);
		const cached = await this.file(pathname);
		if (cached) return cached;
		if (this.#paths.has(`${pathname}/`)) return Response.redirect(`${pathname}/${search}`, 308);
		if (pathname.includes('/_app/immutable/')) {
			const earlier = await caches.match(request.url);
			if (earlier) return isolated(earlier);
		}
		try {
			// Neither what stands behind the question mark nor a body goes to the host. A stream of events says where it left off.
			const last = request.headers.get('Last-Event-ID');
			const headers = last === null ? undefined : { 'Last-Event-ID': last };
			return isolated(await fetch(pathname, { redirect: request.redirect, signal: request.signal, headers }));
		} catch (error) {
			const page = request.mode === 'navigate' ? await this.#match(this.#notFound) : undefined;
			if (!page) throw error;
			return isolated(new Response(page.body, { status: 404, headers: page.headers }));
		}
	}

	/** A file of this version, if it is kept. */
	async file(path: string): Promise<Response | undefined> {
		if (!this.#paths.has(path)) return undefined;
		const response = await this.#match(path);
		return response && isolated(response);
	}

	get #notFound(): string {
		return `${this.#site.base}/404.html`;
	}

	async #match(path: string): Promise<Response | undefined> {
		return (await caches.open(this.#name)).match(path, { ignoreVary: true });
	}

	async #store(cache: Cache, path: string): Promise<void> {
		const unchanging = path.includes('/_app/immutable/');
		const earlier = unchanging ? await caches.match(path) : undefined;
		if (earlier) return cache.put(path, earlier);
		const response = await fetch(path, { cache: unchanging ? 'default' : 'no-cache' });
		if (!response.ok) {
			if (path === this.#notFound) return;
			throw new Error(`${path}: ${response.status}`);
		}
		if (this.#site.pages.includes(path)) await this.#checkVersion(path, response.clone());
		// A new response, because the browser refuses to navigate to one that was redirected.
		await cache.put(path, new Response(response.body, { headers: response.headers }));
	}

	/** A page that loads the scripts of another version came from a host that is half way through an update. */
	async #checkVersion(path: string, response: Response): Promise<void> {
		const entry = this.#site.build.find((file) => file.includes('/entry/start.'));
		const name = entry?.slice(entry.lastIndexOf('/') + 1);
		if (name && response.headers.get('content-type')?.includes('text/html') && !(await response.text()).includes(name))
			throw new Error(`${path} belongs to another version`);
	}
}
