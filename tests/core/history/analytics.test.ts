import { describe, expect, it } from 'vitest';
import { countDirections, impactsByParameter, predictionsOverTime, verdictsByProduct } from '../../../src/lib/core/history/analytics.js';
import { askedValues, inputDrift, populationStability } from '../../../src/lib/core/history/drift.js';
import { overviewOf } from '../../../src/lib/core/history/overview.js';
import { summarizer } from '../../../src/lib/core/history/summary.js';
import type { Examples, FeatureDefinition } from '../../../src/lib/core/features/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { tinyExamples } from '../evaluation/tiny.js';
import { kept } from './kept.js';

describe('predictionsOverTime', () => {
	const records = [
		kept({ time: '2024-02-28T23:59:59Z', probability: 0.75 }),
		kept({ time: '2024-03-03T12:00:00Z', probability: 0.25 }),
		kept({ time: '2024-03-03T13:00:00Z', probability: 0.75 })
	];

	it('counts by day, with the empty days between, across a leap day', () => {
		const days = predictionsOverTime(records, 'day');
		expect(days.map((day) => [day.from, day.predictions, day.shown])).toEqual([
			...[['2024-02-28', 1, 1], ['2024-02-29', 0, 0], ['2024-03-01', 0, 0]],
			...[['2024-03-02', 0, 0], ['2024-03-03', 2, 1]]
		]);
		expect(days[4].meanConfidence).toBe(0.75);
	});

	it('counts by week from Monday, and by month', () => {
		expect(predictionsOverTime(records, 'week').map((week) => [week.from, week.predictions])).toEqual([['2024-02-26', 3]]);
		expect(predictionsOverTime(records, 'month').map((month) => [month.from, month.predictions])).toEqual([
			['2024-02-01', 1],
			['2024-03-01', 2]
		]);
		expect(predictionsOverTime([], 'day')).toEqual([]);
	});
});

describe('impactsByParameter', () => {
	const summarize = summarizer();

	it('sums impacts up, strongest first, and counts directions', () => {
		const impact = (parameter: string, size: number) => ({
			...{ parameter, value: 1, baseline: 0, impact: size },
			direction: size > 0 ? ('positive' as const) : size < 0 ? ('negative' as const) : ('neutral' as const)
		});
		const records = [[-0.5, 0.125], [0.25, 0], [0.5, 0]].map(([a, b]) => {
			const base = kept();
			return summarize({ ...base, explanation: { ...base.explanation, impacts: [impact('b', b), impact('a', a)] } });
		});
		const [a, b] = impactsByParameter(records, 'explanation');
		expect(a).toEqual({
			...{ parameter: 'a', predictions: 3, mean: 0.25 / 3, meanSize: 1.25 / 3 },
			...{ lowest: -0.5, lower: -0.125, median: 0.25, upper: 0.375, highest: 0.5 },
			directions: { positive: 2, negative: 1, neutral: 0 }
		});
		expect(b).toMatchObject({ parameter: 'b', directions: { positive: 1, negative: 0, neutral: 2 } });
		expect(countDirections([a, b])).toEqual({ positive: 3, negative: 1, neutral: 2 });
		expect(impactsByParameter(records, 'rules').map((rule) => rule.parameter)).toEqual(['total_orders']);
	});
});

describe('overviewOf', () => {
	it('says of many what the single sums say', async () => {
		const summarize = summarizer();
		const records = Array.from({ length: 600 }, (_, i) =>
			summarize(kept({ customer: `c${i % 7}`, time: new Date(Date.UTC(2024, 0, 1 + (i % 100))).toISOString(), hypothetical: i % 3 === 0, probability: (i % 10) / 10 }))
		);
		const overview = await overviewOf(records);
		expect(overview).toMatchObject({ records: 600, shown: 180, hypothetical: 200, customers: 7, period: 'week' });
		expect(overview.impacts).toEqual({ explanation: impactsByParameter(records, 'explanation'), rules: impactsByParameter(records, 'rules') });
		expect(overview.periods).toEqual(predictionsOverTime(records, 'week'));
		expect(overview.verdicts).toEqual(verdictsByProduct(records));
		expect(await overviewOf([])).toMatchObject({ records: 0, periods: [], verdicts: [] });
	});
});

describe('verdictsByProduct', () => {
	it('counts shown and not shown', () => {
		const records = [kept({ probability: 0.75 }), kept({ product: 'Ink', probability: 0.9 }), kept({ probability: 0.25 })];
		expect(verdictsByProduct(records)).toEqual([
			{ product: 'Paper', predictions: 2, shown: 1, meanProbability: 0.5, meanConfidence: 0.75 },
			{ product: 'Ink', predictions: 1, shown: 1, meanProbability: 0.9, meanConfidence: 0.9 }
		]);
	});
});

describe('populationStability', () => {
	it('is worked by hand', () => {
		const before = ['a', 'a', 'a', 'b'];
		const now = ['a', 'b', 'b', 'b'];
		// Shares with half an item more: .7 and .3 against .3 and .7.
		expect(populationStability(before, now).psi).toBeCloseTo(0.8 * Math.log(7 / 3), 12);
		expect(populationStability(before, before).psi).toBe(0);
	});

	it('expects what chance shows', () => {
		const random = new Random('psi');
		const draw = (n: number) => Array.from({ length: n }, () => String(random.integer(10)));
		let sum = 0;
		let expected = 0;
		for (let t = 0; t < 200; t++) {
			const found = populationStability(draw(500), draw(200));
			sum += found.psi;
			expected += found.expected;
		}
		expect(sum / expected).toBeGreaterThan(0.85);
		expect(sum / expected).toBeLessThan(1.15);
	});
});

describe('inputDrift', () => {
	const feature = (name: string, kind: FeatureDefinition['kind'], values?: string[]): FeatureDefinition => ({
		...{ name, kind, scope: 'customer', unit: '', meaning: '', source: '', values }
	});
	const random = new Random('drift');
	const rows = 1000;
	const train: Examples = {
		...tinyExamples(Array.from({ length: rows }, () => [0])),
		features: { customer: [feature('same', 'number'), feature('moved', 'number'), feature('region', 'category', ['East', 'West'])], product: [] },
		x: Float32Array.from({ length: 3 * rows }, (_, i) => (i % 3 === 2 ? random.integer(2) : random.normal()))
	};
	const records = Array.from({ length: 300 }, (_, i) =>
		kept({
			customer: `c${i}`,
			hypothetical: i >= 200,
			parameters: { same: i >= 200 ? 99 : random.normal(), moved: random.normal() + 1, region: i % 4 ? 'West' : 'North' }
		})
	);

	it('tells what moved from what did not', async () => {
		const drift = inputDrift(await askedValues(records), train);
		expect(drift.map(({ parameter, level, customers }) => [parameter, level, customers])).toEqual([
			['region', 'large', 200],
			['moved', 'large', 200],
			['same', 'stable', 200]
		]);
	});

	it('leaves out what moves with the calendar alone', async () => {
		const names = ['tenure_days', 'moved', 'month'];
		const named = { ...train, features: { customer: names.map((name) => feature(name, 'number')), product: [] } };
		const asked = await askedValues(records.map((record) => kept({ ...record, parameters: { tenure_days: 99, moved: 99, month: 99 } })));
		expect(inputDrift(asked, named).map(({ parameter }) => parameter)).toEqual(['moved']);
	});

	it('counts a customer that was asked about several products once', async () => {
		const twice = records.flatMap((record) => [record, { ...record, product: 'Ink' }]);
		expect(inputDrift(await askedValues(twice), train)).toEqual(inputDrift(await askedValues(records), train));
		expect((await askedValues(records)).same).toBeInstanceOf(Float64Array);
		expect(inputDrift({}, train)).toEqual([]);
	});
});
