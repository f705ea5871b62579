import type { OutcomeStatus } from '$lib/core/history/outcomes.js';
import type { Tip } from '$lib/core/history/tips.js';
import { count, percent, points } from './numbers.js';

export const outcomeWords: Readonly<Record<OutcomeStatus, string>> = {
	bought: 'bought',
	not_bought: 'not bought',
	pending: 'not over yet',
	unknown: 'not in the newer data',
	not_asked: 'cannot be checked'
};

/** A tip as a sentence. `label`: what a parameter is called. */
export function tipSentence(tip: Tip, label: (parameter: string) => string): string {
	switch (tip.code) {
		case 'close_call':
			return `Only ${points(tip.distance).replace('+', '')} points from the threshold: a small change turns the verdict.`;
		case 'one_driver':
			return `${label(tip.parameter)} alone makes ${percent(tip.share, 0)} of all movement (${points(tip.impact)} points). If it is wrong in the data, so is this.`;
		case 'rule_disagrees':
			return `The model and the fixed rules disagree on ${label(tip.parameter)}: the model says ${points(tip.impact)} points. The model has seen your data; the rules have not.`;
		case 'weak_product':
			return 'For this product the model did no better than popularity on customers it never saw: treat it as a best-seller list.';
		case 'rare_product':
			return `Only ${count(tip.positives, 'purchase')} of this product could be tested: its figures say little.`;
		case 'newer_model':
			return 'Another model answers now. Ask it again to see the difference.';
		case 'hypothetical':
			return 'This customer was edited or invented, so no later order can tell whether it was right.';
	}
}
