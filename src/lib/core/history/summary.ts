import type { Direction, Impact } from '../explanation/types.js';
import type { PredictionRecord } from './types.js';

/** The impacts of one record in columns; `parameters` is shared by all records that have the same ones. */
export interface ImpactColumns {
	readonly parameters: readonly string[];
	/** [parameters] */
	readonly impacts: Float64Array;
	readonly directions: readonly Direction[];
}

/** What lists, filters and sums need of a kept prediction, a tenth of its size: all but its explanation in full. */
export interface RecordSummary extends Omit<PredictionRecord, 'explanation' | 'ruleImpacts'> {
	readonly impacts: ImpactColumns;
	readonly ruleImpacts: ImpactColumns;
}

/** Summaries of records that share the lists of their parameters' names. */
export function summarizer(): (record: PredictionRecord) => RecordSummary {
	const lists = new Map<string, readonly string[]>();
	const columns = (impacts: readonly Impact[]): ImpactColumns => {
		const names = impacts.map(({ parameter }) => parameter);
		const key = names.join('\n');
		const parameters = lists.get(key) ?? names;
		lists.set(key, parameters);
		return { parameters, impacts: Float64Array.from(impacts, ({ impact }) => impact), directions: impacts.map(({ direction }) => direction) };
	};
	return ({ explanation, ruleImpacts, ...rest }) => ({ ...rest, impacts: columns(explanation.impacts), ruleImpacts: columns(ruleImpacts) });
}

/** Newest first; of one moment, the higher id first. */
export function newestFirst(a: Pick<PredictionRecord, 'time' | 'id'>, b: Pick<PredictionRecord, 'time' | 'id'>): number {
	return a.time < b.time ? 1 : a.time > b.time ? -1 : a.id < b.id ? 1 : a.id > b.id ? -1 : 0;
}

/** Summaries without those that are gone, and with the new ones in place of what had their ids; newest first. */
export function changed(before: readonly RecordSummary[], gone: readonly string[], fresh: readonly RecordSummary[]): RecordSummary[] {
	const out = new Set([...gone, ...fresh.map(({ id }) => id)]);
	const last = new Map(fresh.map((summary) => [summary.id, summary]));
	return [...before.filter(({ id }) => !out.has(id)), ...last.values()].sort(newestFirst);
}

/** Ids of `records`, each once, that are not among `others`. */
export function idsBeyond(records: readonly Pick<PredictionRecord, 'id'>[], others: readonly Pick<PredictionRecord, 'id'>[]): string[] {
	const had = new Set(others.map(({ id }) => id));
	return [...new Set(records.map(({ id }) => id))].filter((id) => !had.has(id));
}
