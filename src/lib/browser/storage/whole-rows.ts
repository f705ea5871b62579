import type { PredictionRecord } from '../../core/history/types.js';
import type { SummaryRow } from './schema.js';

/*
 * Rows as they were stored, by another version of the page perhaps, or damaged: one that does not hold together is passed
 * over, so that it does not take all others with it. Only what is reached into is looked at: lists are long.
 */

/** Whether a kept prediction has what lists, sums and exports of it reach into. */
export function isWholeRecord(row: PredictionRecord): boolean {
	const { id, time, project, customer, product, probability, parameters, explanation, ruleImpacts, tags } = row as Partial<PredictionRecord>;
	const texts = [id, time, project, customer, product].every((text) => typeof text === 'string');
	const parts = isObject(parameters) && isObject(explanation) && Array.isArray(explanation.impacts) && Array.isArray(ruleImpacts) && Array.isArray(tags);
	return texts && parts && typeof probability === 'number';
}

/** Whether a project's summary has what lists of projects reach into. */
export function isWholeSummary(row: SummaryRow): boolean {
	const { id, name, created, customers, products, models, revision, areas } = row as Partial<SummaryRow>;
	const texts = [id, name, created].every((text) => typeof text === 'string');
	return texts && [customers, products, models, revision].every((count) => typeof count === 'number') && isObject(areas);
}

function isObject(value: unknown): value is object {
	return typeof value === 'object' && value !== null;
}
