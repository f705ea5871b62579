import { toFailure } from '../../core/errors.js';
import { readProject } from '../../core/project/file.js';
import { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { handlePredict, problem } from '../../core/serving/predict.js';
import type { Reply } from '../../core/serving/predict.js';
import { openStorage } from '../storage/open.js';
import type { Storage } from '../storage/port.js';

/**
 * Answers /predict from the project that is open in the page, with the handler that the command line has too. Before
 * anything was opened it answers from the demo that the page shows then.
 */
export class PredictApi {
	readonly #demo: () => Promise<Response | undefined>;
	readonly #openStorage: () => Promise<Storage>;
	#storage: Promise<Storage> | undefined;
	#held: { readonly key: string; readonly predictor: Predictor | undefined } | undefined;

	/** `demo`: the demo's project file. */
	constructor(demo: () => Promise<Response | undefined>, open: () => Promise<Storage> = openStorage) {
		this.#demo = demo;
		this.#openStorage = open;
	}

	async answer(url: URL): Promise<Response> {
		let reply: Reply;
		try {
			reply = handlePredict(await this.#predictor(), url.searchParams);
		} catch (error) {
			const { code, facts } = toFailure(error);
			this.#held = undefined;
			reply = problem(503, code, `The stored project could not be read: open the page to see why. ${String(facts.message ?? '')}`.trim());
		}
		return new Response(JSON.stringify(reply.body), {
			status: reply.status,
			headers: { 'Content-Type': reply.type, 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' }
		});
	}

	/** The predictor of the current project, made anew after each of its changes. */
	async #predictor(): Promise<Predictor | undefined> {
		const { projects } = await this.#open();
		const id = await projects.current();
		const summary = id === undefined ? undefined : await projects.summary(id);
		const key = summary ? `${summary.id} ${summary.revision}` : 'demo';
		if (this.#held?.key !== key) {
			const project = summary ? await projects.load(summary.id) : await this.#demoProject();
			this.#held = { key, predictor: project?.models.length ? new Predictor(project) : undefined };
		}
		return this.#held.predictor;
	}

	async #demoProject(): Promise<Project | undefined> {
		const response = await this.#demo();
		return response?.ok ? readProject(new Uint8Array(await response.arrayBuffer())) : undefined;
	}

	#open(): Promise<Storage> {
		this.#storage ??= this.#openStorage().then((storage) => {
			// Deleted or upgraded by a page: the next request opens what is there then.
			storage.onOutdated(() => (this.#storage = undefined));
			return storage;
		});
		this.#storage.catch(() => (this.#storage = undefined));
		return this.#storage;
	}
}
