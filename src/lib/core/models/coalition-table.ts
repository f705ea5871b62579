/**
 * The table of all coalitions, [2^k × columns]: bit i of a row's number says whether group i is at `current`.
 */
export function coalitionTable(current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float32Array {
	const width = current.length;
	const table = new Float32Array(2 ** groups.length * width);
	table.set(current);
	for (const columns of groups) for (const c of columns) table[c] = baseline[c];
	groups.forEach((columns, i) => {
		const half = 2 ** i;
		table.copyWithin(half * width, 0, half * width);
		for (const c of columns) for (let at = half * width + c; at < 2 * half * width; at += width) table[at] = current[c];
	});
	return table;
}

/** Whether a group of columns differs between both ends. */
export function isMoved(columns: Int32Array, current: Float32Array, baseline: Float32Array): boolean {
	return columns.some((c) => !Object.is(current[c], baseline[c]));
}
