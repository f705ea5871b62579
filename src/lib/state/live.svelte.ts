import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { OrderEvent } from '../core/live/session.js';
import { Busy } from './busy.svelte.js';
import type { AppendPlan, EngineSource, FeedKind, FeedRequest, LiveUpdate } from './engine.js';
import { unlessCancelled } from './failure.js';
import type { ProjectState } from './project.svelte.js';

const shown = 200;

/** Orders as they come in: what they changed, how the feeds are, and taking them into the data. */
export class LiveState {
	#running = $state(false);
	#starting = $state(false);
	#update = $state.raw<Omit<LiveUpdate, 'events'>>();
	#events = $state.raw<readonly OrderEvent[]>([]);
	#failure = $state.raw<Failure>();
	#plan = $state.raw<AppendPlan>();
	readonly busy = new Busy();

	constructor(
		private readonly engine: EngineSource,
		private readonly project: ProjectState
	) {}

	get running(): boolean {
		return this.#running;
	}
	get starting(): boolean {
		return this.#starting;
	}
	get update(): Omit<LiveUpdate, 'events'> | undefined {
		return this.#update;
	}
	/** Newest first. */
	get events(): readonly OrderEvent[] {
		return this.#events;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	get plan(): AppendPlan | undefined {
		return this.#plan;
	}

	async start(): Promise<void> {
		if (this.#running || this.#starting) return;
		this.#starting = true;
		this.#failure = undefined;
		this.#events = [];
		this.#update = undefined;
		try {
			await (await this.engine()).liveStart((update) => this.#take(update));
			this.#running = true;
		} catch (error) {
			this.#failure = toFailure(error);
		} finally {
			this.#starting = false;
		}
	}

	async stop(): Promise<void> {
		this.#running = false;
		await (await this.engine()).liveStop();
	}

	feed(request: FeedRequest): Promise<void> {
		return this.#try(async () => {
			await this.start();
			if (this.#running) await (await this.engine()).feedStart(request);
		});
	}

	endFeed(kind: FeedKind): Promise<void> {
		return this.#try(async () => (await this.engine()).feedStop(kind));
	}

	/** Reads a newer export and says what it would bring. */
	async look(files: readonly File[]): Promise<void> {
		if (this.busy.running) return;
		this.#failure = undefined;
		this.#plan = undefined;
		this.busy.start();
		try {
			this.#plan = await (await this.engine()).appendPlan(files, this.busy.report);
		} catch (error) {
			this.#failure = unlessCancelled(error);
		} finally {
			this.busy.end();
		}
	}

	dismiss(): void {
		this.#plan = undefined;
	}

	/** Takes the looked-at orders in; true where that worked. */
	async append(corrections: boolean): Promise<boolean> {
		const plan = this.#plan;
		if (!plan) return false;
		this.#plan = undefined;
		return this.#grow(async () => (await this.engine()).append(plan.token, corrections));
	}

	/** Makes what came in a part of the data; true where that worked. */
	absorb(): Promise<boolean> {
		return this.#grow(async () => (await this.engine()).absorb());
	}

	async #grow(run: () => ReturnType<Awaited<ReturnType<EngineSource>>['absorb']>): Promise<boolean> {
		this.#failure = undefined;
		try {
			this.project.adopt(await run());
			this.#running = false;
			return true;
		} catch (error) {
			this.#failure = toFailure(error);
			return false;
		}
	}

	async #try(run: () => Promise<void>): Promise<void> {
		this.#failure = undefined;
		try {
			await run();
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}

	#take({ events, ...update }: LiveUpdate): void {
		this.#update = update;
		if (events.length) this.#events = [...events.toReversed(), ...this.#events].slice(0, shown);
	}
}
