/** Counts work in elementary steps, so that what is skipped does not depend on how fast a machine is. */
export class Budget {
	constructor(public left: number) {}

	spend(work: number): void {
		this.left -= work;
	}
}

/**
 * Coordinate search: each parameter in turn takes the value with the highest worth, the others as they stand; two
 * sweeps, from `start`, which wins ties. It ends early where the budget is spent, after at least one try. `pause` is
 * awaited between two tries.
 */
export async function search<Parameters extends { readonly [Name in keyof Parameters]: number }>(
	start: Parameters,
	tried: Readonly<Record<keyof Parameters & string, readonly number[]>>,
	worth: (parameters: Parameters) => number,
	budget: Budget,
	pause: () => Promise<void> | undefined
): Promise<Parameters> {
	const known = new Map<string, number>();
	let best = start;
	let highest = worth(start);
	known.set(JSON.stringify(start), highest);
	for (let sweep = 0; sweep < 2; sweep++)
		for (const name of Object.keys(tried) as (keyof Parameters & string)[]) {
			const from = best;
			for (const value of tried[name]) {
				const parameters = { ...from, [name]: value };
				const key = JSON.stringify(parameters);
				if (known.has(key) || budget.left <= 0) continue;
				await pause();
				const found = worth(parameters);
				known.set(key, found);
				if (found <= highest) continue;
				highest = found;
				best = parameters;
			}
		}
	return best;
}
