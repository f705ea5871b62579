import { sortedQuantile } from '../evaluation/bootstrap.js';
import type { Direction } from '../explanation/types.js';
import type { RecordSummary } from './summary.js';
import type { PredictionRecord } from './types.js';

/** Predictions of one period. */
export interface PeriodCount {
	/** ISO day on which the period begins, UTC. Weeks begin on Monday. */
	readonly from: string;
	readonly predictions: number;
	readonly shown: number;
	readonly meanConfidence: number;
}

/** Predictions over time, oldest first; periods without any are there with 0. */
export function predictionsOverTime(records: readonly Pick<PredictionRecord, 'time' | 'shown' | 'confidence'>[], period: 'day' | 'week' | 'month'): PeriodCount[] {
	const groups = groupBy(records, (record) => periodStart(record.time.slice(0, 10), period));
	const starts = [...groups.keys()].sort();
	const counts: PeriodCount[] = [];
	for (let from = starts[0]; from !== undefined && from <= starts[starts.length - 1]; from = nextPeriod(from, period)) {
		const kept = groups.get(from) ?? [];
		counts.push({
			from,
			predictions: kept.length,
			shown: kept.filter((record) => record.shown).length,
			meanConfidence: mean(kept.map((record) => record.confidence))
		});
	}
	return counts;
}

const DAY = 86_400_000;
const isoDay = (milliseconds: number) => new Date(milliseconds).toISOString().slice(0, 10);

function periodStart(day: string, period: 'day' | 'week' | 'month'): string {
	if (period === 'day') return day;
	if (period === 'month') return `${day.slice(0, 7)}-01`;
	const date = new Date(`${day}T00:00:00Z`);
	return isoDay(date.getTime() - ((date.getUTCDay() + 6) % 7) * DAY);
}

function nextPeriod(from: string, period: 'day' | 'week' | 'month'): string {
	const date = new Date(`${from}T00:00:00Z`);
	if (period === 'month') return isoDay(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1));
	return isoDay(date.getTime() + (period === 'day' ? 1 : 7) * DAY);
}

/** How a parameter pushed, over all kept predictions. Quantiles are of the signed impact. */
export interface ImpactSummary {
	readonly parameter: string;
	readonly predictions: number;
	readonly mean: number;
	readonly meanSize: number;
	readonly lowest: number;
	readonly lower: number;
	readonly median: number;
	readonly upper: number;
	readonly highest: number;
	readonly directions: Readonly<Record<Direction, number>>;
}

/** Sums impacts up by parameter, a few records at a time: of the model (`explanation`) or of the fixed rules. */
export class ImpactSums {
	readonly #found = new Map<string, { readonly impacts: number[]; readonly directions: Record<Direction, number> }>();

	constructor(private readonly of: 'explanation' | 'rules') {}

	add(records: readonly Pick<RecordSummary, 'impacts' | 'ruleImpacts'>[]): void {
		for (const record of records) {
			const { parameters, impacts, directions } = this.of === 'rules' ? record.ruleImpacts : record.impacts;
			for (let i = 0; i < parameters.length; i++) {
				let one = this.#found.get(parameters[i]);
				if (!one) this.#found.set(parameters[i], (one = { impacts: [], directions: { positive: 0, negative: 0, neutral: 0 } }));
				one.impacts.push(impacts[i]);
				one.directions[directions[i]]++;
			}
		}
	}

	/** The strongest on average first. */
	summaries(): ImpactSummary[] {
		const summaries = [...this.#found].map(([parameter, { impacts, directions }]) => {
			const sorted = Float64Array.from(impacts).sort();
			return {
				parameter,
				predictions: impacts.length,
				mean: mean(sorted),
				meanSize: mean(sorted.map(Math.abs)),
				lowest: sorted[0],
				lower: sortedQuantile(sorted, 0.25),
				median: sortedQuantile(sorted, 0.5),
				upper: sortedQuantile(sorted, 0.75),
				highest: sorted[sorted.length - 1],
				directions
			};
		});
		return summaries.sort((a, b) => b.meanSize - a.meanSize || (a.parameter < b.parameter ? -1 : 1));
	}
}

/** Impacts by parameter, the strongest on average first. */
export function impactsByParameter(records: readonly Pick<RecordSummary, 'impacts' | 'ruleImpacts'>[], of: 'explanation' | 'rules'): ImpactSummary[] {
	const sums = new ImpactSums(of);
	sums.add(records);
	return sums.summaries();
}

/** How many impacts point each way, over all parameters. */
export function countDirections(summaries: readonly Pick<ImpactSummary, 'directions'>[]): Record<Direction, number> {
	const counts = { positive: 0, negative: 0, neutral: 0 };
	for (const { directions } of summaries) for (const direction of ['positive', 'negative', 'neutral'] as const) counts[direction] += directions[direction];
	return counts;
}

export interface VerdictMix {
	readonly product: string;
	readonly predictions: number;
	readonly shown: number;
	readonly meanProbability: number;
	readonly meanConfidence: number;
}

/** Verdicts by product, the most asked first. */
export function verdictsByProduct(records: readonly Pick<PredictionRecord, 'product' | 'shown' | 'probability' | 'confidence'>[]): VerdictMix[] {
	const mixes = [...groupBy(records, (record) => record.product)].map(([product, kept]) => ({
		product,
		predictions: kept.length,
		shown: kept.filter((record) => record.shown).length,
		meanProbability: mean(kept.map((record) => record.probability)),
		meanConfidence: mean(kept.map((record) => record.confidence))
	}));
	return mixes.sort((a, b) => b.predictions - a.predictions || (a.product < b.product ? -1 : 1));
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
	const groups = new Map<string, T[]>();
	for (const item of items) {
		const group = groups.get(keyOf(item));
		if (group) group.push(item);
		else groups.set(keyOf(item), [item]);
	}
	return groups;
}

/** NaN of none. */
function mean(values: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < values.length; i++) sum += values[i];
	return sum / values.length;
}
