import type { Failure } from '../core/errors.js';
import type { Question } from '../core/features/types.js';
import { Busy } from './busy.svelte.js';
import type { ComputeCard, EngineSource } from './engine.js';
import { unlessCancelled } from './failure.js';

/** What networks compute with on this device: the wish, and how fast each backend was. */
export class ComputeState {
	#card = $state.raw<ComputeCard>();
	#failure = $state.raw<Failure>();
	readonly busy = new Busy();

	constructor(private readonly engine: EngineSource) {}

	get card(): ComputeCard | undefined {
		return this.#card;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}

	load(): Promise<void> {
		return this.#take(async () => (await this.engine()).compute());
	}

	choose(wish: ComputeCard['wish']): Promise<void> {
		return this.#take(async () => (await this.engine()).computeWith(wish));
	}

	/** Measures every backend with the network that the question would get. */
	async measure(question: Question): Promise<void> {
		this.busy.start();
		await this.#take(async () => (await this.engine()).measureCompute(question, this.busy.report));
		this.busy.end();
	}

	async cancel(): Promise<void> {
		this.busy.cancelled();
		await (await this.engine()).cancel();
	}

	async #take(ask: () => Promise<ComputeCard>): Promise<void> {
		this.#failure = undefined;
		try {
			this.#card = await ask();
		} catch (error) {
			this.#failure = unlessCancelled(error);
		}
	}
}
