import type { Predictor } from '../../core/project/predictor.js';
import type { Project } from '../../core/project/types.js';
import { keptAnswers } from '../../core/serving/kept-answers.js';
import type { Storage } from '../storage/port.js';

/** Milliseconds after a project was opened: what the page asks for first comes first. */
const patience = 1500;

/**
 * Keeps what /predict answers from beside the project that is open, in the background: a service worker that starts
 * anew then answers at once, however many customers there are.
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

	/** Keeps it for a project with models, in place of whatever was under way. `predictor` is asked for after a moment. */
	start(project: Project | undefined, predictor: () => Predictor): void {
		this.stop();
		if (!project?.models.length) return;
		const { id } = project;
		const { signal } = (this.#controller = new AbortController());
		const timer = setTimeout(() => void this.#keep(id, predictor, signal).catch(() => {}), patience);
		signal.addEventListener('abort', () => clearTimeout(timer));
	}

	async #keep(id: string, predictor: () => Predictor, signal: AbortSignal): Promise<void> {
		const { kind, projects } = await this.#storage;
		if (kind === 'memory' || (await projects.hasAnswers(id))) return;
		const summary = await projects.summary(id);
		if (!summary || signal.aborted) return;
		const asked = predictor();
		if (!asked.model.predictProduct) return;
		await asked.prepare(signal);
		const kept = keptAnswers(asked);
		if (kept && !signal.aborted) await projects.keepAnswers(id, summary.revision, kept);
	}
}
