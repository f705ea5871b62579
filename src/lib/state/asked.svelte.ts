import type { Failure } from '../core/errors.js';
import type { Progress } from '../core/progress.js';
import { Busy } from './busy.svelte.js';
import type { Engine, EngineSource } from './engine.js';
import { unlessCancelled } from './failure.js';

/** A question to the worker that takes a while: its progress, its answer, and the way out. The newest one wins. */
export class Asked<Request, Answer> {
	#request = $state.raw<Request>();
	#answer = $state.raw<Answer>();
	#failure = $state.raw<Failure>();
	#ticket = 0;
	readonly busy = new Busy();

	constructor(
		private readonly engine: EngineSource,
		private readonly question: (engine: Engine, request: Request, report: (progress: Progress) => void) => Promise<Answer>,
		private readonly stop?: (engine: Engine) => Promise<void>
	) {}

	get answer(): Answer | undefined {
		return this.#answer;
	}
	/** What the answer is to. */
	get request(): Request | undefined {
		return this.#request;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}

	async ask(request: Request): Promise<void> {
		const ticket = ++this.#ticket;
		this.#failure = undefined;
		this.busy.start();
		try {
			const engine = await this.engine();
			const answer = await this.question(engine, request, (progress) => ticket === this.#ticket && this.busy.report(progress));
			if (ticket !== this.#ticket) return;
			this.#answer = answer;
			this.#request = request;
		} catch (error) {
			if (ticket === this.#ticket) this.#failure = unlessCancelled(error);
		} finally {
			if (ticket === this.#ticket) this.busy.end();
		}
	}

	async cancel(): Promise<void> {
		if (!this.busy.running || !this.stop) return;
		this.busy.cancelled();
		await this.stop(await this.engine());
	}

	/** The answer is to something that is no longer so. */
	forget(): void {
		this.#ticket++;
		this.#answer = undefined;
		this.#request = undefined;
		this.#failure = undefined;
		this.busy.end();
	}
}
