import { breather } from '../progress.js';
import { ImpactSums, predictionsOverTime, verdictsByProduct } from './analytics.js';
import type { ImpactSummary, PeriodCount, VerdictMix } from './analytics.js';
import type { RecordSummary } from './summary.js';

/** What kept predictions say together. */
export interface Overview {
	readonly records: number;
	readonly shown: number;
	readonly hypothetical: number;
	readonly customers: number;
	readonly period: 'day' | 'week' | 'month';
	readonly periods: readonly PeriodCount[];
	readonly verdicts: readonly VerdictMix[];
	readonly impacts: Readonly<Record<'explanation' | 'rules', readonly ImpactSummary[]>>;
}

/** Records between two looks at the clock. */
const STEP = 250;

/** All of it; others get their turn every few milliseconds. Periods are as long as the whole time asks for. */
export async function overviewOf(records: readonly RecordSummary[]): Promise<Overview> {
	const rest = breather(undefined, 12);
	const model = new ImpactSums('explanation');
	const rules = new ImpactSums('rules');
	const customers = new Set<string>();
	let [shown, hypothetical] = [0, 0];
	let [first, last] = [records[0]?.time ?? '', ''];
	for (let at = 0; at < records.length; at += STEP) {
		const some = records.slice(at, at + STEP);
		model.add(some);
		rules.add(some);
		for (const record of some) {
			customers.add(record.customer);
			if (record.shown) shown++;
			if (record.hypothetical) hypothetical++;
			if (record.time < first) first = record.time;
			if (record.time > last) last = record.time;
		}
		await rest();
	}
	const days = (Date.parse(last) - Date.parse(first)) / 86_400_000;
	const period = days > 400 ? 'month' : days > 60 ? 'week' : 'day';
	const impacts = { explanation: model.summaries(), rules: rules.summaries() };
	await rest();
	const periods = predictionsOverTime(records, period);
	await rest();
	return { records: records.length, shown, hypothetical, customers: customers.size, period, periods, verdicts: verdictsByProduct(records), impacts };
}
