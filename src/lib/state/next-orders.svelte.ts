import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { NextBasketMode } from '../core/models/nextbasket/index.js';
import type { NextOrderProduct, NextOrdersSummary } from '../core/project/next-orders.js';
import { Asked } from './asked.svelte.js';
import type { EngineSource } from './engine.js';

/** Ranked products for the next order: of everybody, worked out on demand, and of one customer. */
export class NextOrdersState {
	readonly #ranking: Asked<NextBasketMode, NextOrdersSummary>;
	#kept = $state.raw<NextOrdersSummary>();
	#modes = $state.raw<readonly NextBasketMode[]>(['past-only']);
	#list = $state.raw<readonly NextOrderProduct[]>();
	#failure = $state.raw<Failure>();
	#ticket = 0;

	constructor(private readonly engine: EngineSource) {
		this.#ranking = new Asked(engine, (worker, mode, report) => worker.rankNextOrders(mode, report), (worker) => worker.cancel());
	}

	/** What is known of the ranking; undefined until there is one. */
	get summary(): NextOrdersSummary | undefined {
		return this.#ranking.answer ?? this.#kept;
	}
	/** The list of the customer that was shown last. */
	get list(): readonly NextOrderProduct[] | undefined {
		return this.#list;
	}
	/** What a ranking can learn from. */
	get modes(): readonly NextBasketMode[] {
		return this.#modes;
	}
	get failure(): Failure | undefined {
		return this.#ranking.failure ?? this.#failure;
	}
	get busy() {
		return this.#ranking.busy;
	}

	/** Looks up what there is already, of everybody and of one customer. An answer that came too late never shows. */
	async show(customer?: string): Promise<void> {
		const ticket = ++this.#ticket;
		this.#list = undefined;
		this.#failure = undefined;
		try {
			const engine = await this.engine();
			const [modes, kept] = await Promise.all([engine.rankingModes(), engine.nextOrdersSummary()]);
			const list = kept && customer !== undefined ? await engine.nextOrder(customer) : undefined;
			if (ticket !== this.#ticket) return;
			if (!kept) this.#ranking.forget();
			this.#modes = modes;
			this.#kept = kept;
			this.#list = list;
		} catch (error) {
			if (ticket === this.#ticket) this.#failure = toFailure(error);
		}
	}

	/** Ranks for everybody, and shows the customer's list then. */
	async rank(mode: NextBasketMode, customer?: string): Promise<void> {
		await this.#ranking.ask(mode);
		if (this.#ranking.answer) await this.show(customer);
	}

	cancel(): Promise<void> {
		return this.#ranking.cancel();
	}

	/** Everybody's list as CSV; undefined where it failed, and `failure` says why. */
	async file(): Promise<{ readonly text: string; readonly rows: number } | undefined> {
		this.#failure = undefined;
		try {
			return await (await this.engine()).nextOrdersFile();
		} catch (error) {
			this.#failure = toFailure(error);
			return undefined;
		}
	}
}
