import type { Failure } from '../core/errors.js';
import type { Question } from '../core/features/types.js';
import type { FamilyName } from '../core/models/types.js';
import { Busy } from './busy.svelte.js';
import { ComputeState } from './compute.svelte.js';
import type { Engine, EngineSource, InterruptedTraining, TrainRequest, TrainResult } from './engine.js';
import { unlessCancelled } from './failure.js';
import { Learning } from './learning.svelte.js';
import type { ProjectState } from './project.svelte.js';

/** The question being put together, and the training that answers it. Training goes on while other pages are read. */
export class TrainingState {
	#question = $state.raw<Question>();
	#failure = $state.raw<Failure>();
	#failed = $state.raw<TrainResult['failed']>([]);
	#families = $state.raw<readonly FamilyName[]>([]);
	#interrupted = $state.raw<InterruptedTraining>();
	/** When the training began that is out of sight, as it is about to be discarded. */
	#discarded = $state<string>();
	#paused = $state(false);
	#refused: TrainRequest | undefined;
	#suggestion = 0;
	/** Counts the looks for an interrupted training, and the trainings, which overtake a look. */
	#looks = 0;
	readonly busy = new Busy();
	readonly learning = new Learning();
	readonly compute: ComputeState;

	constructor(
		private readonly engine: EngineSource,
		private readonly project: ProjectState
	) {
		this.compute = new ComputeState(engine);
	}

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
	get paused(): boolean {
		return this.#paused;
	}
	/** A training of the open project whose tab was closed before it was done. */
	get interrupted(): InterruptedTraining | undefined {
		return this.#interrupted?.time === this.#discarded ? undefined : this.#interrupted;
	}

	/** Starts from the question that the open project has, and looks whether a training of it was interrupted. */
	begin(): void {
		this.#question = this.project.card?.question;
		void this.lookForInterrupted();
		void this.compute.load();
	}

	async lookForInterrupted(): Promise<void> {
		const ticket = ++this.#looks;
		const found = await this.engine().then((engine) => engine.interrupted()).catch(() => undefined);
		if (ticket === this.#looks) this.#interrupted = found;
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

	/** True if it went well. */
	train(families: readonly FamilyName[], seed: number): Promise<boolean> {
		if (!this.#question) return Promise.resolve(false);
		return this.#request({ families, question: this.#question, seed });
	}

	/** Asks again for what another tab was in the way of, and waits for it. */
	waitAndTrain(): Promise<boolean> {
		return this.#refused ? this.#request({ ...this.#refused, wait: true }) : Promise.resolve(false);
	}

	/** Goes on with the interrupted training. */
	goOn(): Promise<boolean> {
		const families = this.#interrupted?.families ?? [];
		return this.#run(['popularity', ...families.filter((family) => family !== 'popularity')], (engine) => engine.goOn(this.#report));
	}

	/** Takes the interrupted training out of sight; `discard` makes it final, `undiscard` brings it back. */
	setAside(): void {
		this.#discarded = this.#interrupted?.time;
	}

	undiscard(): void {
		this.#discarded = undefined;
	}

	async discard(): Promise<void> {
		const engine = await this.engine();
		const found = await engine.interrupted();
		if (found && found.time === this.#discarded) await engine.discardInterrupted();
	}

	async pause(): Promise<void> {
		this.#paused = true;
		await (await this.engine()).pause();
	}

	async proceed(): Promise<void> {
		this.#paused = false;
		await (await this.engine()).proceed();
	}

	async cancel(): Promise<void> {
		this.busy.cancelled();
		await (await this.engine()).cancel();
	}

	async #request(request: TrainRequest): Promise<boolean> {
		const done = await this.#run(request.families, (engine) => engine.train(request, this.#report));
		this.#refused = this.#failure?.code === 'train.elsewhere' ? request : undefined;
		return done;
	}

	async #run(families: readonly FamilyName[], start: (engine: Engine) => Promise<TrainResult>): Promise<boolean> {
		if (this.busy.running) return false;
		this.#failure = undefined;
		this.#failed = [];
		this.#families = families;
		this.#interrupted = undefined;
		this.#looks++;
		this.#paused = false;
		this.learning.start();
		this.busy.start();
		try {
			const result = await start(await this.engine());
			this.#failed = result.failed;
			this.project.adopt(result.project);
			return true;
		} catch (error) {
			this.#failure = unlessCancelled(error);
			return false;
		} finally {
			this.learning.end();
			this.busy.end();
			this.#paused = false;
			void this.compute.load();
		}
	}

	readonly #report: Parameters<Engine['train']>[1] = (progress) => {
		this.busy.report(progress);
		this.learning.report(progress);
	};
}
