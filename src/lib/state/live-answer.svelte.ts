import type { WhatIfAnswer, WhatIfRequest } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { Newest } from './newest.js';
import { PageWhatIf } from './page-what-if.js';
import type { Derived } from './what-if-derived.js';

interface Heard {
	taken(answer: WhatIfAnswer, request: WhatIfRequest): void;
	failed(error: unknown): void;
	/** What the page itself is to answer from. */
	derived(): Derived | undefined;
}

/** Answers to whatever is moved: on the page itself and at once where that is quick, else from the worker, the newest last. */
export class LiveAnswer {
	/** Whether the answer that was heard last is not yet that to the newest request. */
	#behind = $state(false);
	readonly #page = new PageWhatIf();
	readonly #newest: Newest<WhatIfRequest, WhatIfAnswer>;

	constructor(
		private readonly engine: EngineSource,
		private readonly heard: Heard
	) {
		this.#newest = new Newest(
			async (request) => (await this.engine()).whatIf(request),
			(answer, request, latest) => {
				this.#behind = !latest;
				heard.taken(answer, request);
				this.#prepare();
			},
			(error) => {
				this.#behind = false;
				heard.failed(error);
			},
			{ interim: true }
		);
	}

	get behind(): boolean {
		return this.#behind;
	}

	ask(request: WhatIfRequest): void {
		const answer = this.#answerHere(request);
		this.#behind = answer === undefined;
		if (!answer) return this.#newest.request(request);
		this.#newest.stop();
		this.heard.taken(answer, request);
	}

	/** Ignores what is on its way. */
	stop(): void {
		this.#newest.stop();
	}

	/** The page's own answer, where it has what that takes. */
	#answerHere(request: WhatIfRequest): WhatIfAnswer | undefined {
		const derived = this.heard.derived();
		if (!derived || derived.customer !== request.customer || derived.facts !== request.facts || derived.baselineOf !== request.baselineOf) return undefined;
		try {
			return this.#page.answer(derived.inputs, request);
		} catch {
			// The worker says what is wrong with it.
			return undefined;
		}
	}

	/** Without it, the worker goes on answering. */
	#prepare(): void {
		const inputs = this.heard.derived()?.inputs;
		if (inputs) this.engine().then((engine) => this.#page.prepare(engine, inputs)).catch(() => undefined);
	}
}
