import type { Report } from '../evaluation/types.js';
import type { PredictionRecord } from './types.js';

/** Something worth knowing about one kept prediction, computed from it and from the model at hand. */
export type Tip =
	/** The probability is so close to the threshold that the verdict hangs on little. `distance` in probability. */
	| { readonly code: 'close_call'; readonly distance: number }
	/** One parameter moves it more than all others together. */
	| { readonly code: 'one_driver'; readonly parameter: string; readonly impact: number; readonly share: number }
	/** The fixed rules and the model disagree on the direction of a parameter that matters. */
	| { readonly code: 'rule_disagrees'; readonly parameter: string; readonly impact: number }
	/** On held-out customers the model is no better than popularity for this product. */
	| { readonly code: 'weak_product'; readonly skill: number }
	/** So few held-out purchases of the product that its figures say little. */
	| { readonly code: 'rare_product'; readonly positives: number }
	/** Another model answers now. */
	| { readonly code: 'newer_model' }
	/** The customer was edited or invented: no later order can tell whether it was right. */
	| { readonly code: 'hypothetical' };

const near = 0.05;
const matters = 0.02;
const few = 20;

/** Tips for a record, the most useful first. `model`: the model that answers now, with its report. */
export function tips(record: PredictionRecord, model?: { readonly time: string; readonly family: string; readonly report: Pick<Report, 'perProduct'> }): Tip[] {
	const found: Tip[] = [];
	const distance = Math.abs(record.probability - record.threshold);
	if (distance < near) found.push({ code: 'close_call', distance });
	const product = model?.report.perProduct.find((one) => one.product === record.product);
	if (product && product.positives < few) found.push({ code: 'rare_product', positives: product.positives });
	else if (product && product.skill <= 0) found.push({ code: 'weak_product', skill: product.skill });
	const { impacts } = record.explanation;
	const sizes = impacts.map(({ impact }) => Math.abs(impact));
	const total = sizes.reduce((a, b) => a + b, 0);
	const most = sizes.indexOf(Math.max(0, ...sizes));
	if (most >= 0 && total >= matters && sizes[most] > total / 2) {
		const { parameter, impact } = impacts[most];
		found.push({ code: 'one_driver', parameter, impact, share: sizes[most] / total });
	}
	const rules = new Map(record.ruleImpacts.map((rule) => [rule.parameter, rule.direction]));
	const against = impacts
		.filter(({ parameter, impact, direction }) => Math.abs(impact) >= matters && opposite(direction, rules.get(parameter)))
		.sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact))[0];
	if (against) found.push({ code: 'rule_disagrees', parameter: against.parameter, impact: against.impact });
	const isSame = model?.time === record.modelTime && (record.family ?? model.family) === model.family;
	if (model && record.modelTime !== '' && !isSame) found.push({ code: 'newer_model' });
	if (record.hypothetical) found.push({ code: 'hypothetical' });
	return found;
}

function opposite(a: string, b: string | undefined): boolean {
	return (a === 'positive' && b === 'negative') || (a === 'negative' && b === 'positive');
}
