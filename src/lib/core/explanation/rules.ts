import * as v from 'valibot';
import { directionOf } from './direction.js';
import type { Impact, ParameterValue, RuleSet } from './types.js';

const valueSchema = v.union([v.pipe(v.number(), v.finite()), v.string()]);

/** A rule set from outside: an edited or imported one. */
export const ruleSetSchema = v.object({
	name: v.pipe(v.string(), v.trim(), v.nonEmpty()),
	product: v.optional(v.string()),
	rules: v.array(
		v.variant('kind', [
			v.object({
				parameter: v.pipe(v.string(), v.nonEmpty()),
				kind: v.literal('number'),
				weight: v.pipe(v.number(), v.finite()),
				baseline: v.pipe(v.number(), v.finite()),
				lowerIsBetter: v.optional(v.boolean())
			}),
			v.object({
				parameter: v.pipe(v.string(), v.nonEmpty()),
				kind: v.literal('differs'),
				weight: v.pipe(v.number(), v.finite()),
				baseline: valueSchema
			})
		])
	)
});

/** The fixed weights for any product: `{product}` stands for the product's slug. */
export const productRules: RuleSet = {
	name: 'Fixed weights',
	rules: [
		{ parameter: 'total_orders', kind: 'number', weight: 0.15, baseline: 5 },
		{ parameter: 'total_spent', kind: 'number', weight: 0.2, baseline: 250 },
		{ parameter: '{product}_purchases_last_6m', kind: 'number', weight: 0.25, baseline: 0 },
		{ parameter: 'return_rate', kind: 'number', weight: 0.15, baseline: 0.05, lowerIsBetter: true },
		{ parameter: 'average_order_value', kind: 'number', weight: 0.1, baseline: 50 },
		{ parameter: 'product_diversity', kind: 'number', weight: 0.1, baseline: 2 },
		{ parameter: 'region', kind: 'differs', weight: 0.025, baseline: '1' },
		{ parameter: 'high_value_customer', kind: 'differs', weight: 0.025, baseline: '0' }
	]
};

/** The rule set with `{product}` filled in. slug: the product's name as feature names spell it, `printer`. */
export function rulesFor(ruleSet: RuleSet, slug: string): RuleSet {
	const rules = ruleSet.rules.map((rule) => ({ ...rule, parameter: rule.parameter.replaceAll('{product}', slug) }));
	return { ...ruleSet, rules };
}

/** The fixed weights as first published, for printers. */
export const originalRules: RuleSet = { ...rulesFor(productRules, 'printer'), product: 'Printer' };

/**
 * What each parameter contributes by fixed weights, in weighted points, in the order of the rules: (value − baseline)
 * × weight for numbers, the weight itself where a `differs` parameter is not its baseline, else 0. Parameters without
 * a value are left out.
 *
 * Decision on return_rate: a lower rate is better, so its impact is (baseline − value) × .15, as the rule's text has
 * it, and a rate of .03 against .05 counts +.003. An older program multiplied the same difference by −.15 and so
 * turned a good rate into a negative impact, against its own text; the text is followed here.
 */
export function calculateParameterImpact(
	values: Readonly<Record<string, ParameterValue | undefined>>,
	ruleSet: RuleSet = originalRules
): Impact[] {
	const impacts: Impact[] = [];
	for (const { parameter, kind, weight, baseline, lowerIsBetter } of ruleSet.rules) {
		const value = values[parameter];
		if (value === undefined || value === '') continue;
		let impact: number;
		if (kind === 'differs') impact = String(value) === String(baseline) ? 0 : weight;
		else {
			const difference = lowerIsBetter ? Number(baseline) - Number(value) : Number(value) - Number(baseline);
			impact = difference * weight;
		}
		if (Number.isNaN(impact)) continue;
		impacts.push({ parameter, value, baseline, impact, direction: directionOf(impact) });
	}
	return impacts;
}
