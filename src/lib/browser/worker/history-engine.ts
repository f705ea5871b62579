import { inputDrift } from '../../core/history/drift.js';
import type { AskedValues, Drift } from '../../core/history/drift.js';
import { reportOutcomes, scoreOutcomes } from '../../core/history/outcomes.js';
import type { OutcomeReport, OutcomeStatus } from '../../core/history/outcomes.js';
import type { ScoredFacts } from '../../core/history/scored-facts.js';
import type { PredictionRecord } from '../../core/history/types.js';
import type { Rescore } from '../../core/project/rescore.js';
import { trainingSample } from '../../core/project/training-sample.js';
import type { Predictor } from '../../core/project/predictor.js';

/** What became of kept predictions, by record id, and how they did together. */
export interface OutcomeAnswer {
	readonly statuses: Readonly<Record<string, { readonly status: OutcomeStatus; readonly day?: number }>>;
	readonly report: OutcomeReport;
}

/** What needs the orders to be said of kept predictions. */
export interface HistoryEngine {
	/** Holds records of the open project against its orders. */
	outcomes(records: readonly ScoredFacts[]): Promise<OutcomeAnswer>;
	/** How far the customers who were asked about differ from those that the model learned from. */
	historyDrift(asked: AskedValues): Promise<readonly Drift[]>;
	/** What the chosen model says today for a record's customer and product. */
	rescore(record: PredictionRecord): Promise<Rescore>;
}

/** As `HistoryEngine.outcomes`; records of other projects do not count. */
export function outcomesOf(predictor: Pick<Predictor, 'project'>, records: readonly ScoredFacts[]): OutcomeAnswer {
	const { book, id } = predictor.project;
	const outcomes = scoreOutcomes(records.filter(({ project }) => project === id), book);
	return {
		statuses: Object.fromEntries(outcomes.map(({ record, status, day }) => [record.id, { status, ...(day !== undefined && { day }) }])),
		report: reportOutcomes(outcomes, book)
	};
}

/** As `HistoryEngine.historyDrift`. */
export function driftOf(predictor: Predictor, asked: AskedValues): Drift[] {
	return inputDrift(asked, trainingSample(predictor));
}
