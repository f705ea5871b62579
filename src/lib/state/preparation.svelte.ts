import type { Progress } from '../core/progress.js';
import type { EngineSource } from './engine.js';

/** How far everybody's probabilities are being made ready, behind whatever else is going on. */
export class PreparationState {
	#progress = $state.raw<Progress>();
	#following = false;

	constructor(private readonly engine: EngineSource) {}

	/** 0 to 1; undefined while nothing is being made ready. */
	get share(): number | undefined {
		const p = this.#progress;
		return p && p.done < p.total ? p.done / p.total : undefined;
	}

	/** Listens from now on; to be called when there is a project, not before: it starts the worker. */
	async follow(): Promise<void> {
		if (this.#following) return;
		this.#following = true;
		try {
			await (await this.engine()).onPreparation((progress) => (this.#progress = progress));
		} catch {
			this.#following = false;
		}
	}
}
