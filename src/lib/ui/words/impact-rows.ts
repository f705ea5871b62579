import type { Direction, Impact, ParameterValue } from '$lib/core/explanation/types.js';
import { meaningOf, parameterValue } from './parameters.js';
import type { NamedParameter } from './parameters.js';

/** An impact with everything a chart says about it. */
export interface ImpactRow {
	readonly parameter: string;
	readonly label: string;
	readonly value: string;
	readonly baseline: string;
	readonly raw: ParameterValue;
	readonly impact: number;
	readonly direction: Direction;
	readonly meaning?: string;
}

/** Impacts in words, the strongest first. */
export function impactRows(impacts: readonly Impact[], name: (parameter: string) => NamedParameter): ImpactRow[] {
	return impactRowsAsGiven(impacts, name).sort((a, b) => Math.abs(b.impact) - Math.abs(a.impact));
}

/** Whether an impact moves more than next to nothing. */
export const tells = ({ direction }: { readonly direction: Direction }) => direction !== 'neutral';

/** The same, in the order that came. */
export function impactRowsAsGiven(impacts: readonly Impact[], name: (parameter: string) => NamedParameter): ImpactRow[] {
	return impacts.map((impact) => {
		const { label, feature } = name(impact.parameter);
		return {
			parameter: impact.parameter,
			label,
			value: parameterValue(impact.value, feature),
			baseline: parameterValue(impact.baseline, feature),
			raw: impact.value,
			impact: impact.impact,
			direction: impact.direction,
			meaning: feature && meaningOf(feature)
		};
	});
}
