import { LikelyError, toFailure } from '../../core/errors.js';
import { readProject } from '../../core/project/file.js';
import { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { problemPage } from '../../core/serving/embed.js';
import { handleRequest } from '../../core/serving/handle.js';
import { problem, textOf } from '../../core/serving/reply.js';
import type { Problem, Reply } from '../../core/serving/reply.js';
import { isolated } from './isolation.js';
import { takeOrders } from './orders-api.js';
import { openStorage } from '../storage/open.js';
import type { OpenLock, Storage } from '../storage/port.js';

/** Where the API gets what it answers from. */
export interface ApiSources {
	/** The demo's project file, which answers before anything was opened. */
	readonly demo: () => Promise<Response | undefined>;
	readonly open?: () => Promise<Storage>;
	/** The key of what is stored, from a page that was unlocked. */
	readonly key?: () => Promise<OpenLock | undefined>;
}

/** Answers the API from the project that is open in the page, with the handler that the command line has too. */
export class PredictApi {
	readonly #sources: ApiSources;
	#storage: Promise<Storage> | undefined;
	#held: { readonly key: string; readonly predictor: Predictor | undefined } | undefined;

	constructor(sources: ApiSources) {
		this.#sources = sources;
	}

	/** `path`: below the site's root, like `/predict`. */
	async answer(request: Request, path: string): Promise<Response> {
		let reply: Reply;
		try {
			if (path === '/orders') return this.#respond(request, await takeOrders(request, () => this.#unlocked()));
			const { method } = request;
			const query = new URL(request.url).searchParams;
			const body = method === 'POST' ? await request.text() : undefined;
			reply = await handleRequest(() => this.#predictor(), { method, path, query, body });
		} catch (error) {
			const failed = this.#failed(error);
			reply = path === '/embed' ? problemPage(failed) : failed;
		}
		return this.#respond(request, reply);
	}

	#respond(request: Request, reply: Reply): Response {
		const { text, headers } = textOf(reply);
		const response = isolated(new Response(request.method === 'HEAD' ? null : text, { status: reply.status, headers }));
		// An answer that has a policy of its own keeps it.
		if (reply.headers) for (const [name, value] of Object.entries(reply.headers)) response.headers.set(name, value);
		return response;
	}

	/** Forgets the key and all that was read with it. */
	async lock(): Promise<void> {
		this.#held = undefined;
		if (this.#storage) (await this.#storage).lock.adopt(undefined);
	}

	#failed(error: unknown): Reply<Problem> {
		const { code, facts } = toFailure(error);
		this.#held = undefined;
		if (code === 'storage.locked') return problem(423, code, 'What is stored is encrypted and locked: open the page and type the passphrase.');
		return problem(503, code, `The stored project could not be read: open the page to see why. ${String(facts.message ?? '')}`.trim());
	}

	/** The predictor of the current project, made anew after each of its changes. */
	async #predictor(): Promise<Predictor | undefined> {
		const { projects } = await this.#unlocked();
		const id = await projects.current();
		const summary = id === undefined ? undefined : await projects.summary(id);
		const key = summary ? `${summary.id} ${summary.revision}` : 'demo';
		if (this.#held?.key !== key) {
			const project = summary ? await projects.load(summary.id) : await this.#demoProject();
			this.#held = { key, predictor: project?.models.length ? new Predictor(project) : undefined };
		}
		return this.#held.predictor;
	}

	/** Throws `storage.locked` where no page has the key. */
	async #unlocked(): Promise<Storage> {
		const storage = await this.#open();
		const { lock } = storage;
		if ((await lock.status()) === 'locked') {
			this.#held = undefined;
			lock.adopt(await this.#sources.key?.());
			if ((await lock.status()) === 'locked') throw new LikelyError('storage.locked');
		}
		return storage;
	}

	async #demoProject(): Promise<Project | undefined> {
		const response = await this.#sources.demo();
		return response?.ok ? readProject(new Uint8Array(await response.arrayBuffer())) : undefined;
	}

	#open(): Promise<Storage> {
		this.#storage ??= (this.#sources.open ?? openStorage)().then((storage) => {
			// Deleted or upgraded by a page: the next request opens what is there then.
			storage.onOutdated(() => (this.#storage = undefined));
			return storage;
		});
		this.#storage.catch(() => (this.#storage = undefined));
		return this.#storage;
	}
}
