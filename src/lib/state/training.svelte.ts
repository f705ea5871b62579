import type { Failure } from '../core/errors.js';
import type { Question } from '../core/features/types.js';
import type { FamilyName } from '../core/models/types.js';
import type { Progress } from '../core/progress.js';
import { Busy } from './busy.svelte.js';
import type { EngineSource, TrainResult } from './engine.js';
import { unlessCancelled } from './failure.js';
import type { ProjectState } from './project.svelte.js';

export interface LossPoint {
	readonly train: number;
	readonly validation: number;
}

/** The question being put together, and the training that answers it. Training goes on while other pages are read. */
export class TrainingState {
	#question = $state.raw<Question>();
	#failure = $state.raw<Failure>();
	#failed = $state.raw<TrainResult['failed']>([]);
	#curve = $state.raw<readonly LossPoint[]>([]);
	#curveOf = $state('');
	#families = $state.raw<readonly FamilyName[]>([]);
	#suggestion = 0;
	readonly busy = new Busy();

	constructor(
		private readonly engine: EngineSource,
		private readonly project: ProjectState
	) {}

	get question(): Question | undefined {
		return this.#question;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** Families that could not be trained the last time, and why. */
	get failed(): TrainResult['failed'] {
		return this.#failed;
	}
	/** What is being trained, or was last. */
	get families(): readonly FamilyName[] {
		return this.#families;
	}
	/** Loss so far of the model that is training, and which stage it is of. */
	get curve(): readonly LossPoint[] {
		return this.#curve;
	}
	get curveOf(): string {
		return this.#curveOf;
	}

	/** Starts from the question that the open project has. */
	begin(): void {
		this.#question = this.project.card?.question;
	}

	/** Changes the question; what is not given is suggested from the data. The newest change wins. */
	async ask(kind: Question['kind'], given?: { asOf?: number; horizon?: number }): Promise<void> {
		const ticket = ++this.#suggestion;
		try {
			const question = await (await this.engine()).suggest(kind, given);
			if (ticket === this.#suggestion) this.#question = question;
		} catch (error) {
			if (ticket === this.#suggestion) this.#failure = unlessCancelled(error);
		}
	}

	async train(families: readonly FamilyName[], seed: number): Promise<boolean> {
		if (this.busy.running || !this.#question) return false;
		this.#failure = undefined;
		this.#failed = [];
		this.#curve = [];
		this.#curveOf = '';
		this.#families = families;
		this.busy.start();
		try {
			const request = { families, question: this.#question, seed };
			const result = await (await this.engine()).train(request, (progress) => this.#report(progress));
			this.#failed = result.failed;
			this.project.adopt(result.project);
			return true;
		} catch (error) {
			this.#failure = unlessCancelled(error);
			return false;
		} finally {
			this.busy.end();
		}
	}

	async cancel(): Promise<void> {
		this.busy.cancelled();
		await (await this.engine()).cancel();
	}

	#report(progress: Progress): void {
		this.busy.report(progress);
		if (!progress.loss) return;
		if (this.#curveOf !== progress.stage) {
			this.#curveOf = progress.stage;
			this.#curve = [];
		}
		this.#curve = [...this.#curve, progress.loss];
	}
}
