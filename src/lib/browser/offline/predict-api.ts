import { LikelyError, toFailure } from '../../core/errors.js';
import { readProject } from '../../core/project/file.js';
import { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { problemPage } from '../../core/serving/embed.js';
import type { CustomerSource } from '../../core/serving/customer-source.js';
import { handleRequest } from '../../core/serving/handle.js';
import type { StrangerSource } from '../../core/serving/hypothetical.js';
import { isWhole, keptAnswers, KeptCustomers } from '../../core/serving/kept-answers.js';
import { problem, textOf } from '../../core/serving/reply.js';
import type { Problem, Reply } from '../../core/serving/reply.js';
import { answersLock } from '../answers-lock.js';
import { exclusively } from '../worker/exclusively.js';
import { isolated } from './isolation.js';
import { takeOrders } from './orders-api.js';
import { openStorage } from '../storage/open.js';
import type { OpenLock, ProjectStore, ProjectSummary, Storage } from '../storage/port.js';

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
	#kept: { readonly key: string; readonly customers: KeptCustomers | undefined; readonly averages?: Float64Array } | undefined;

	constructor(sources: ApiSources) {
		this.#sources = sources;
	}

	/** `path`: below the site's root, like `/predict`. `after` is told of work that goes on when the answer is out. */
	async answer(request: Request, path: string, after: (work: Promise<void>) => void = () => {}): Promise<Response> {
		let reply: Reply;
		let later: (() => Promise<void>) | undefined;
		try {
			if (path === '/orders') return this.#respond(request, await takeOrders(request, () => this.#unlocked()));
			const { method } = request;
			const query = new URL(request.url).searchParams;
			const body = method === 'POST' ? await request.text() : undefined;
			reply = await handleRequest({ predictor: () => this.#predictor(), customers: () => this.#customers((work) => (later = work)), strangers: () => this.#strangers() }, { method, path, query, body });
		} catch (error) {
			const failed = this.#failed(error);
			reply = path === '/embed' ? problemPage(failed) : failed;
		}
		if (later) after(later());
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
		this.#forget();
		if (this.#storage) (await this.#storage).lock.adopt(undefined);
	}

	#failed(error: unknown): Reply<Problem> {
		const { code, facts } = toFailure(error);
		this.#forget();
		if (code === 'storage.locked') return problem(423, code, 'What is stored is encrypted and locked: open the page and type the passphrase.');
		return problem(503, code, `The stored project could not be read: open the page to see why. ${String(facts.message ?? '')}`.trim());
	}

	#forget(): void {
		this.#held = undefined;
		this.#kept = undefined;
	}

	/** The current project and a key that changes with each of its changes. */
	async #current() {
		const { projects } = await this.#unlocked();
		const id = await projects.current();
		const summary = id === undefined ? undefined : await projects.summary(id);
		return { projects, summary, key: summary ? `${summary.id} ${summary.revision}` : 'demo' };
	}

	/** The predictor of the current project, made anew after each of its changes. */
	async #predictor(): Promise<Predictor | undefined> {
		const { projects, summary, key } = await this.#current();
		if (this.#held?.key === key) return this.#held.predictor;
		if (summary) await this.#read(projects, summary.id, key);
		const project = summary ? await projects.load(summary.id) : await this.#demoProject();
		const predictor = project?.models.length ? new Predictor(project, this.#kept?.averages) : undefined;
		this.#held = { key, predictor };
		return predictor;
	}

	/** What answers about customers: what was kept for it, which is there at once; else the predictor, and it is kept then. */
	async #customers(after: (work: () => Promise<void>) => void): Promise<CustomerSource | Predictor | undefined> {
		const { projects, summary, key } = await this.#current();
		if (this.#held?.key === key) return this.#held.predictor;
		if (!summary) return this.#predictor();
		const customers = await this.#read(projects, summary.id, key);
		if (customers) return customers;
		const predictor = await this.#predictor();
		if (predictor && !this.#kept?.averages) after(() => keep(projects, summary, predictor));
		return predictor;
	}

	/** What answers about somebody made up, where it was kept and no predictor is at hand. */
	async #strangers(): Promise<StrangerSource | undefined> {
		const { projects, summary, key } = await this.#current();
		if (this.#held?.key === key || !summary) return undefined;
		return (await this.#read(projects, summary.id, key))?.strangers;
	}

	async #read(projects: ProjectStore, id: string, key: string): Promise<KeptCustomers | undefined> {
		if (this.#kept?.key !== key) {
			const found = await projects.answers(id);
			const customers = found && isWhole(found.kept) ? new KeptCustomers(found.project, found.kept) : undefined;
			this.#kept = { key, customers, averages: found?.kept.averages };
		}
		return this.#kept.customers;
	}

	/** Throws `storage.locked` where no page has the key. */
	async #unlocked(): Promise<Storage> {
		const storage = await this.#open();
		const { lock } = storage;
		if ((await lock.status()) === 'locked') {
			this.#forget();
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

/** Keeps what answers are made from for a worker that starts anew, unless a page did. A disk that is full costs time then, and nothing else. */
async function keep(projects: ProjectStore, { id, revision }: ProjectSummary, predictor: Predictor): Promise<void> {
	try {
		await exclusively(answersLock(id), true, undefined, async () => {
			if (!(await projects.hasAnswers(id))) await projects.keepAnswers(id, revision, await keptAnswers(predictor));
		});
	} catch {
		return;
	}
}
