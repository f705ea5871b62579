import type { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { keptAnswers } from '../../core/serving/kept-answers.js';
import type { Storage } from '../storage/port.js';

/** Milliseconds after a project was opened: what the page asks for first comes first. */
const patience = 1500;

/**
 * Keeps what /predict answers from beside the project that is open, in the background, where it was not written with it:
 * after another model was chosen, say.
 */
export class AnswerKeeper {
	readonly #storage: Promise<Storage>;
	#controller: AbortController | undefined;

	constructor(storage: Promise<Storage>) {
		this.#storage = storage;
	}

	stop(): void {
		this.#controller?.abort();
	}

	/**
	 * Keeps it for a project with models, in place of whatever was under way, unless it was stored anew since `revision`.
	 * `predictor` is asked for after a moment.
	 */
	start(project: Project | undefined, revision: number | undefined, predictor: () => Predictor): void {
		this.stop();
		if (!project?.models.length || revision === undefined) return;
		const { id } = project;
		const { signal } = (this.#controller = new AbortController());
		const timer = setTimeout(() => void this.#keep(id, revision, predictor, signal).catch(() => {}), patience);
		signal.addEventListener('abort', () => clearTimeout(timer));
	}

	async #keep(id: string, revision: number, predictor: () => Predictor, signal: AbortSignal): Promise<void> {
		const { kind, projects } = await this.#storage;
		if (kind === 'memory' || (await projects.hasAnswers(id))) return;
		if (signal.aborted) return;
		const kept = await keptAnswers(predictor(), { report: () => {}, signal });
		if (!signal.aborted) await projects.keepAnswers(id, revision, kept);
	}
}
