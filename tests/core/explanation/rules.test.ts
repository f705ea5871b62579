import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { directionOf } from '../../../src/lib/core/explanation/direction.js';
import {
	calculateParameterImpact,
	originalRules,
	productRules,
	rulesFor,
	ruleSetSchema
} from '../../../src/lib/core/explanation/rules.js';

const example = {
	total_orders: 10,
	total_spent: 500,
	printer_purchases_last_6m: 1,
	return_rate: 0.03,
	average_order_value: 75,
	product_diversity: 4,
	region: '2',
	high_value_customer: '1'
};
const baseline = { ...example, ...Object.fromEntries(originalRules.rules.map((rule) => [rule.parameter, rule.baseline])) };

describe('calculateParameterImpact', () => {
	it('gives the worked example', () => {
		const impacts = calculateParameterImpact(example);
		expect(impacts.map(({ parameter }) => parameter)).toEqual(Object.keys(example).toSorted((a, b) => order(a) - order(b)));
		const expected = {
			total_orders: 0.75,
			total_spent: 50,
			printer_purchases_last_6m: 0.25,
			return_rate: 0.003,
			average_order_value: 2.5,
			product_diversity: 0.2,
			region: 0.025,
			high_value_customer: 0.025
		};
		for (const { parameter, impact, direction, value } of impacts) {
			expect(impact).toBeCloseTo(expected[parameter as keyof typeof expected], 12);
			expect(direction).toBe('positive');
			expect(value).toBe(example[parameter as keyof typeof example]);
		}
	});

	it('is neutral at the baseline, and negative on the other side', () => {
		for (const { impact, direction } of calculateParameterImpact(baseline)) expect([impact, direction]).toEqual([0, 'neutral']);
		const worse = { ...baseline, total_orders: 3, return_rate: 0.25, average_order_value: 10 };
		const found = Object.fromEntries(calculateParameterImpact(worse).map((i) => [i.parameter, i]));
		expect(found.total_orders).toMatchObject({ impact: expect.closeTo(-0.3, 12), direction: 'negative' });
		expect(found.return_rate).toMatchObject({ impact: expect.closeTo(-0.03, 12), direction: 'negative' });
		expect(found.average_order_value).toMatchObject({ impact: expect.closeTo(-4, 12), direction: 'negative' });
	});

	it('reads numbers and their texts alike', () => {
		const asText = Object.fromEntries(Object.entries(example).map(([name, value]) => [name, String(value)]));
		const impacts = (values: Parameters<typeof calculateParameterImpact>[0]) => calculateParameterImpact(values).map((i) => i.impact);
		expect(impacts(asText)).toEqual(impacts(example));
		expect(impacts({ ...example, region: 1, high_value_customer: 0 }).slice(-2)).toEqual([0, 0]);
	});

	it('leaves out what has no value', () => {
		const found = calculateParameterImpact({ ...example, region: undefined, total_spent: NaN, total_orders: 'many' });
		expect(found.map((i) => i.parameter)).toEqual([
			'printer_purchases_last_6m',
			'return_rate',
			'average_order_value',
			'product_diversity',
			'high_value_customer'
		]);
	});

	it('works for any product and any edited rules', () => {
		const rules = rulesFor(productRules, 'ink');
		expect(calculateParameterImpact({ ink_purchases_last_6m: 4, printer_purchases_last_6m: 9 }, rules)).toEqual([
			{ parameter: 'ink_purchases_last_6m', value: 4, baseline: 0, impact: 1, direction: 'positive' }
		]);
		const own = v.parse(ruleSetSchema, { name: 'mine', rules: [{ parameter: 'age', kind: 'number', weight: -2, baseline: 40 }] });
		expect(calculateParameterImpact({ age: 50 }, own)[0]).toMatchObject({ impact: -20, direction: 'negative' });
	});
});

const order = (parameter: string) => originalRules.rules.findIndex((rule) => rule.parameter === parameter);

describe('ruleSetSchema', () => {
	it('takes the original and refuses what cannot be counted', () => {
		expect(v.parse(ruleSetSchema, JSON.parse(JSON.stringify(originalRules)))).toEqual(originalRules);
		const [rule] = originalRules.rules;
		for (const broken of [{ weight: 'x' }, { weight: NaN }, { kind: 'guess' }, { parameter: '' }, { baseline: 'low' }])
			expect(v.safeParse(ruleSetSchema, { ...originalRules, rules: [{ ...rule, ...broken }] }).success).toBe(false);
	});
});

describe('directionOf', () => {
	it('is neutral up to the border', () => {
		expect([0.0005, -0.0005, 0.00051, -0.00051].map((i) => directionOf(i, 5e-4))).toEqual(['neutral', 'neutral', 'positive', 'negative']);
		expect([0, -0, 1e-300].map((i) => directionOf(i))).toEqual(['neutral', 'neutral', 'positive']);
	});
});
