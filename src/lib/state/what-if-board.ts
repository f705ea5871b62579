import type { ParameterValue } from '../core/explanation/types.js';
import type { BaselineOf, OrderEdit } from '../core/project/cards.js';

export type Values = Readonly<Record<string, ParameterValue>>;

/** What was changed: facts, and single values laid over what the facts give. */
export interface Edits {
	readonly facts: readonly OrderEdit[];
	readonly values: Values;
}

/** What a customer is compared with: where it starts from, and what was changed about it. */
export interface Comparison {
	readonly of: BaselineOf;
	readonly values: Values;
}

/** All that can be undone. */
export interface Board extends Edits {
	readonly comparison: Comparison;
}

export const none: Edits = { facts: [], values: {} };
export const average: Comparison = { of: { kind: 'average' }, values: {} };

/** Single values with another one as the last; a value that is as it would be anyway is no change. */
export function valuesWith(values: Values, name: string, value: ParameterValue, anyway: ParameterValue): Values {
	const others = Object.entries(values).filter(([other]) => other !== name);
	return Object.fromEntries(Object.is(value, anyway) ? others : [...others, [name, value]]);
}
