import type { Progress } from '../core/progress.js';

/** Progress of one long task as a page shows it: stage, share done, and how long the stage, or the whole work where its share is known, still takes. */
export class Busy {
	#progress = $state.raw<Progress>();
	#running = $state(false);
	#cancelling = $state(false);
	#left = $state<number>();
	#start = 0;
	#stageStart = 0;
	#stageFrom = 0;

	constructor(private readonly clock: () => number = () => performance.now()) {}

	get running(): boolean {
		return this.#running;
	}
	get cancelling(): boolean {
		return this.#cancelling;
	}
	get stage(): string {
		return this.#progress?.stage ?? '';
	}
	/** 0 to 1, undefined while nothing can be said. */
	get share(): number | undefined {
		const p = this.#progress;
		return p?.whole ?? (p && p.total > 0 ? Math.min(1, p.done / p.total) : undefined);
	}
	/** Seconds left in this stage or of the whole work, once a tenth of it and a second have passed. */
	get left(): number | undefined {
		return this.#left;
	}

	start(): void {
		this.#running = true;
		this.#cancelling = false;
		this.#progress = undefined;
		this.#left = undefined;
		this.#start = this.clock();
	}

	cancelled(): void {
		this.#cancelling = true;
	}

	readonly report = (progress: Progress): void => {
		if (!this.#running) return;
		const now = this.clock();
		const { whole } = progress;
		if (whole !== undefined) {
			const passed = (now - this.#start) / 1000;
			this.#left = passed >= 1 && whole >= 0.1 ? (passed / whole) * (1 - whole) : undefined;
			this.#progress = progress;
			return;
		}
		if (progress.stage !== this.#progress?.stage) {
			this.#stageStart = now;
			this.#stageFrom = progress.done;
			this.#left = undefined;
		}
		const passed = (now - this.#stageStart) / 1000;
		const done = progress.done - this.#stageFrom;
		if (passed >= 1 && done > 0 && progress.total > 0 && progress.done / progress.total >= 0.1)
			this.#left = (passed / done) * Math.max(0, progress.total - progress.done);
		this.#progress = progress;
	};

	end(): void {
		this.#running = false;
		this.#cancelling = false;
	}
}
