import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import { askedValues } from '../core/history/drift.js';
import type { Drift } from '../core/history/drift.js';
import { scoredFacts } from '../core/history/scored-facts.js';
import type { ScoredFacts } from '../core/history/scored-facts.js';
import type { RecordSummary } from '../core/history/summary.js';
import { breather } from '../core/progress.js';
import type { Rescore } from '../core/project/rescore.js';
import type { PredictionRecord } from '../core/history/types.js';
import type { EngineSource, OutcomeAnswer } from './engine.js';

/** What the orders and the model at hand say of kept predictions. */
export class HistoryInsightsState {
	#outcomes = $state.raw<OutcomeAnswer>();
	#drift = $state.raw<readonly Drift[]>();
	#failure = $state.raw<Failure>();
	#rescored = $state.raw<{ readonly id: string; readonly answer?: Rescore; readonly failure?: Failure }>();

	constructor(private readonly engine: EngineSource) {}

	get outcomes(): OutcomeAnswer | undefined {
		return this.#outcomes;
	}
	get drift(): readonly Drift[] | undefined {
		return this.#drift;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** The last record that was asked again, and what the model says today. */
	get rescored() {
		return this.#rescored;
	}

	/** Holds the records against the open project's orders. */
	async score(records: readonly ScoredFacts[]): Promise<void> {
		await this.#run(async () => {
			const rest = breather(undefined, 12);
			const facts: ScoredFacts[] = [];
			for (const record of records) {
				facts.push(scoredFacts(record));
				await rest();
			}
			this.#outcomes = await (await this.engine()).outcomes(facts);
		});
	}

	async measureDrift(records: readonly RecordSummary[]): Promise<void> {
		await this.#run(async () => {
			const [engine, asked] = [await this.engine(), await askedValues(records)];
			this.#drift = await engine.historyDrift(asked);
		});
	}

	async rescore(record: PredictionRecord): Promise<void> {
		try {
			this.#rescored = { id: record.id, answer: await (await this.engine()).rescore(record) };
		} catch (error) {
			this.#rescored = { id: record.id, failure: toFailure(error) };
		}
	}

	async #run(action: () => Promise<void>): Promise<void> {
		this.#failure = undefined;
		try {
			await action();
		} catch (error) {
			this.#failure = toFailure(error);
		}
	}
}
