import type { Slice, SliceCondition } from '$lib/core/evaluation/types.js';
import { inSentence } from './case.js';
import { list } from './numbers.js';
import { parameterValue } from './parameters.js';
import type { NamedParameter } from './parameters.js';

/** Whom a slice is about: "Region is South", "Total orders up to 3". */
export function conditionWords({ feature: parameter, is, value }: SliceCondition, name: (parameter: string) => NamedParameter): string {
	const { label, feature } = name(parameter);
	const said = value === undefined ? '' : parameterValue(value, feature);
	return {
		word: `${label} is ${said}`,
		yes: label,
		no: `Not: ${inSentence(label)}`,
		'at most': `${label} up to ${said}`,
		'at least': `${label} from ${said}`,
		missing: `${label} unknown`
	}[is];
}

export function sliceWords({ conditions }: Slice, name: (parameter: string) => NamedParameter): string {
	const words = conditions.map((condition) => conditionWords(condition, name));
	return list(words.map((text, i) => (i ? inSentence(text) : text)));
}
