import type { Progress } from '../core/progress.js';
import { Busy } from './busy.svelte.js';
import type { EngineSource } from './engine.js';

/** How far everybody's probabilities are being made ready, behind whatever else is going on. */
export class PreparationState {
	readonly busy = new Busy();
	#following = false;
	#waiting = $state(0);

	constructor(private readonly engine: EngineSource) {}

	/** 0 to 1; undefined while nothing is being made ready. */
	get share(): number | undefined {
		return this.busy.running ? this.busy.share : undefined;
	}
	/** Whether the page itself shows it, as it waits for it. */
	get awaited(): boolean {
		return this.#waiting > 0;
	}

	/** A part of the page shows it from now on, until the function that comes back is called. */
	await(): () => void {
		this.#waiting++;
		return () => this.#waiting--;
	}

	/** Ends it; what waits for it fails as cancelled. */
	async cancel(): Promise<void> {
		this.busy.cancelled();
		await (await this.engine()).stopPreparation();
	}

	/** Listens from now on; to be called when there is a project, not before: it starts the worker. */
	async follow(): Promise<void> {
		if (this.#following) return;
		this.#following = true;
		try {
			await (await this.engine()).onPreparation((progress) => this.#hear(progress));
		} catch {
			this.#following = false;
		}
	}

	#hear(progress: Progress | undefined): void {
		if (!progress) return this.busy.end();
		if (!this.busy.running) this.busy.start();
		this.busy.report(progress);
	}
}
