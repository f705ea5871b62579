import type { Failure } from '../core/errors.js';
import type { DependenceAnswer, DependenceRequest } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { unlessCancelled } from './failure.js';
import { Newest } from './newest.js';

/** Milliseconds that a moving hand has to rest: the chart follows where it stops, and leaves the live answer its time. */
const REST = 120;

/** How a product's probability depends on one parameter; the newest question is answered. */
export class DependenceState {
	#answer = $state.raw<DependenceAnswer>();
	#failure = $state.raw<Failure>();
	#timer: ReturnType<typeof setTimeout> | undefined;
	readonly #newest: Newest<DependenceRequest, DependenceAnswer>;

	constructor(engine: EngineSource) {
		this.#newest = new Newest(
			async (request) => (await engine()).dependence(request),
			(answer) => {
				this.#answer = answer;
				this.#failure = undefined;
			},
			(error) => (this.#failure = unlessCancelled(error))
		);
	}

	get answer(): DependenceAnswer | undefined {
		return this.#answer;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}

	ask(request: DependenceRequest): void {
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => this.#newest.request(request), this.#answer ? REST : 0);
	}
}
