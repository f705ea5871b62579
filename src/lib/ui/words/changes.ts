import type { CounterfactualChange } from '$lib/core/project/cards.js';
import { count, list, money } from './numbers.js';
import { parameterValue } from './parameters.js';
import type { NamedParameter } from './parameters.js';
import { day } from './time.js';

/** What would have to be otherwise, to stand in a list: "one more order of Paper (48.00), on 30 Dec 2017". */
export function changeWords(change: CounterfactualChange, name: (parameter: string) => NamedParameter): string {
	switch (change.kind) {
		case 'order': {
			const on = list(change.days.map(day));
			const many = count(change.days.length, ['one more order', '# more orders']);
			if (!Number.isFinite(change.amount)) return `${many} of ${change.product}, on ${on}`;
			if (change.days.length > 1) return `${many} of ${change.product} (${money(change.amount)} each), on ${on}`;
			return `${many} of ${change.product} (${money(change.amount)}), on ${on}`;
		}
		case 'return': {
			const what = change.product ?? count(change.lines, 'item');
			return change.returned ? `${what} returned after all` : `${what} kept instead of returned`;
		}
		case 'no-order':
			return `without the order of ${day(change.day)}${change.order ? ` (${change.order})` : ''}`;
		case 'attribute':
		case 'value': {
			const { label, feature } = name(change.parameter);
			return `${label}: ${parameterValue(change.to, feature)} instead of ${parameterValue(change.from, feature)}`;
		}
	}
}
