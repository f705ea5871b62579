/** What a search may change, and what has to stay. */
export interface ReachLimits {
	/** Facts or single values; undefined: whichever fits the customer. */
	readonly over?: 'facts' | 'values';
	readonly frozen: readonly string[];
	readonly free: readonly string[];
	/** Most changes in one answer. */
	readonly changes: number;
}

export const startLimits: ReachLimits = { frozen: [], free: [], changes: 3 };

/** The list with a name in it, or without. */
export function toggled(names: readonly string[], name: string, on: boolean): readonly string[] {
	const others = names.filter((other) => other !== name);
	return on ? [...others, name] : others;
}
