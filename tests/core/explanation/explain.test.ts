import { describe, expect, it } from 'vitest';
import { baselineVector } from '../../../src/lib/core/explanation/baseline.js';
import { explainPair } from '../../../src/lib/core/explanation/explain.js';
import { explainers } from '../../../src/lib/core/explanation/explainers.js';
import type { Examples, FeatureDefinition, FeatureSet } from '../../../src/lib/core/features/types.js';
import type { Model } from '../../../src/lib/core/models/types.js';
import { coalitionTable } from '../../../src/lib/core/models/coalition-table.js';
import { sigmoid, tinyExamples } from '../evaluation/tiny.js';

const feature = (name: string, kind: FeatureDefinition['kind'], more: Partial<FeatureDefinition> = {}): FeatureDefinition => ({
	...{ name, kind, scope: 'customer', unit: '', meaning: '', source: '' },
	...more
});
const features: FeatureSet = {
	customer: [
		feature('total_orders', 'number'),
		feature('return_rate', 'number'),
		feature('region', 'category', { values: ['East', 'West', 'South'] }),
		feature('high_value_customer', 'flag')
	],
	product: [feature('purchases_last_6m', 'number', { scope: 'product' }), feature('days_since_last_purchase', 'number', { scope: 'product' })]
};

/** Five customers; product 0 was bought by three of them, product 1 by one. */
const examples: Examples = {
	...tinyExamples([[1, 0], [1, 1], [1, 0], [0, 0], [0, 0]]),
	features,
	x: Float32Array.of(...[2, 0, 2, 0], ...[9, 0.5, 0, 1], ...[4, NaN, 2, 0], ...[7, 0.2, NaN, 0], ...[3, 0.1, 0, 1]),
	entryX: Float32Array.of(1, 30, 2, 10, 5, 5, 4, 20),
	absentX: Float32Array.of(0, NaN)
};

const linear: Model = {
	family: 'forest',
	features,
	products: ['Paper', 'Ink & Toner'],
	predict: () => new Float32Array(0),
	predictProduct: (product, table, rows) =>
		Float32Array.from({ length: rows }, (_, r) => {
			const x = table.subarray(r * 6, r * 6 + 6);
			return sigmoid(-2 + 0.1 * x[0] - x[1] + (x[2] === 1 ? 0.5 : 0) + (product ? 2 : 1) * x[4]);
		}),
	encode: () => {
		throw new Error('not asked');
	}
};

describe('baselineVector', () => {
	it('is the typical customer: medians, modes, and a history only where most have one', () => {
		expect([...baselineVector(examples, 0)]).toEqual([4, Math.fround(0.1), 0, 0, 2, 20]);
		expect([...baselineVector(examples, 1)]).toEqual([4, Math.fround(0.1), 0, 0, 0, NaN]);
	});

	it('is the original customer where it says something', () => {
		expect([...baselineVector(examples, 0, 'original')]).toEqual([5, Math.fround(0.05), 1, 0, 0, NaN]);
		const named = { ...features, customer: features.customer.map((f) => (f.name === 'region' ? { ...f, values: ['2', '1', '0'] } : f)) };
		expect(baselineVector({ ...examples, features: { ...named } }, 0, 'original')[2]).toBe(1);
		const last = { ...features, customer: features.customer.map((f) => (f.name === 'region' ? { ...f, values: ['2', '3', '1'] } : f)) };
		expect(baselineVector({ ...examples, features: { ...last } }, 0, 'original')[2]).toBe(2);
	});
});

describe('explainPair', () => {
	const current = Float32Array.of(9, 0.1, 1, 1, 2, 10);
	const baseline = baselineVector(examples, 1);
	const found = explainPair(linear, features, 1, current, baseline);

	it('names parameters and values as a person reads them, strongest first', () => {
		expect(found.product).toBe('Ink & Toner');
		expect(found.impacts.map(({ parameter, value, baseline: from, direction }) => [parameter, value, from, direction])).toEqual([
			['ink_toner_purchases_last_6m', 2, 0, 'positive'],
			['total_orders', 9, 4, 'positive'],
			['region', 'West', 'East', 'positive'],
			['return_rate', Math.fround(0.1), Math.fround(0.1), 'neutral'],
			['high_value_customer', 1, 0, 'neutral']
		]);
	});

	it('adds up', () => {
		const sum = found.impacts.reduce((a, { impact }) => a + impact, found.baseline);
		expect(Math.abs(sum - found.probability)).toBeLessThan(1e-6);
		expect(found.probability).toBe(linear.predictProduct?.(1, current, 1)[0]);
		expect(found.standardError).toBe(0);
	});

	it('takes coalitions from a model that offers them, with the same outcome', () => {
		let asked = 0;
		const quick: Model = {
			...linear,
			coalitions: (product, now, before, groups) => {
				asked = groups.length;
				return Float64Array.from(linear.predictProduct?.(product, coalitionTable(now, before, groups), 2 ** groups.length) ?? []);
			}
		};
		expect(explainPair(quick, features, 1, current, baseline)).toEqual(found);
		expect(asked).toBe(4);
	});

});

describe('explainers', () => {
	const request = { model: linear, features, product: 1, current: Float32Array.of(9, 0.03, 1, 1, 2, 10), baseline: baselineVector(examples, 1) };

	it('both add up in their own unit', () => {
		for (const explainer of Object.values(explainers)) {
			const { baseline, probability, impacts } = explainer.explain(request);
			expect(Math.abs(impacts.reduce((a, { impact }) => a + impact, baseline) - probability)).toBeLessThan(1e-6);
		}
	});

	it('rules are those of the product', () => {
		const { impacts } = explainers.rules.explain(request);
		expect(impacts.map(({ parameter, impact }) => [parameter, +impact.toFixed(9)])).toEqual([
			['total_orders', 0.6],
			['ink_toner_purchases_last_6m', 0.5],
			['return_rate', 0.003],
			['region', 0.025],
			['high_value_customer', 0.025]
		]);
	});
});
