import type { Interval } from '$lib/core/evaluation/interval.js';
import type { Unlike } from '$lib/core/project/cards.js';
import { percent } from './numbers.js';
import type { NamedParameter } from './parameters.js';
import { parameterValue } from './parameters.js';

/** "31% to 52%". */
export function range({ low, high }: Interval): string {
	return `${percent(low, 0)} to ${percent(high, 0)}`;
}

/** What sets a customer apart, to stand after the name: "Total orders: 212 orders; 99.5% of the customers learned from have at most 40 orders". */
export function unlikeWords({ parameter, value, bound, side, share }: Unlike, name: (parameter: string) => NamedParameter): string {
	const { label, feature } = name(parameter);
	const own = `${label}: ${parameterValue(value, feature)}`;
	if (bound === undefined) return `${own}, which none of the customers learned from has`;
	return `${own}; ${percent(share)} of the customers learned from have ${side === 'above' ? 'at most' : 'at least'} ${parameterValue(bound, feature)}`;
}
