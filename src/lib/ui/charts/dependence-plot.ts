import type { DependenceAnswer } from '$lib/core/project/cards.js';

/** What the plot of one parameter is made of, in its own units: numbers as they are, words and flags by their place. */
export interface DependencePlot {
	readonly x: readonly [number, number];
	readonly y: readonly [number, number];
	/** [points] where the grid's values stand. */
	readonly places: readonly number[];
	/** The training rows below: from, to and how many. */
	readonly bars: readonly { readonly from: number; readonly to: number; readonly rows: number }[];
	/** Parts of the axis where training had nobody. */
	readonly empty: readonly (readonly [number, number])[];
	/** Where the customer stands; undefined where the value is unknown. */
	readonly own?: { readonly x: number; readonly y: number };
}

export function dependencePlot({ feature, grid, mean, low, high, own, lines, histogram }: DependenceAnswer): DependencePlot {
	const isNumber = feature.kind === 'number';
	const places = isNumber ? Array.from(grid) : Array.from(grid, (_, i) => i);
	const last = places.at(-1) ?? 1;
	const { edges, counts } = histogram;
	const bars = Array.from(counts, (rows, i) => (isNumber ? { from: edges[i], to: edges[i + 1], rows } : { from: i - 0.4, to: i + 0.4, rows }));
	const x: [number, number] = isNumber
		? [Math.min(places[0] ?? 0, edges[0]), Math.max(last, edges[edges.length - 1])]
		: [-0.5, Math.max(0.5, places.length - 0.5)];
	if (x[1] <= x[0]) x[1] = x[0] + 1;
	let [bottom, top] = [1, 0];
	for (const values of [mean, low, high, own.line, lines])
		for (const p of values) {
			if (Number.isNaN(p)) continue;
			bottom = Math.min(bottom, p);
			top = Math.max(top, p);
		}
	const air = Math.max(0.01, (top - bottom) * 0.06);
	const at = isNumber ? own.value : grid.indexOf(own.value);
	const known = isNumber ? !Number.isNaN(at) : at >= 0;
	return {
		x,
		y: [Math.max(0, bottom - air), Math.min(1, top + air)],
		places,
		bars,
		empty: emptyParts(bars, x, isNumber),
		...(known && { own: { x: at, y: own.probability } })
	};
}

/** Runs of places with no row: of bars that touch each other, and of what lies beyond them. Words have half a step of room on both sides. */
function emptyParts(bars: DependencePlot['bars'], [low, high]: readonly [number, number], isNumber: boolean): (readonly [number, number])[] {
	const cells = isNumber ? bars : bars.map(({ rows }, i) => ({ from: i - 0.5, to: i + 0.5, rows }));
	const first = { from: low, to: cells[0]?.from ?? high, rows: 0 };
	const last = { from: cells.at(-1)?.to ?? high, to: high, rows: 0 };
	const parts: [number, number][] = [];
	for (const { from, to, rows } of [first, ...cells, last]) {
		if (rows > 0 || to - from <= (high - low) * 1e-6) continue;
		const before = parts.at(-1);
		if (before && Math.abs(before[1] - from) <= (high - low) * 1e-6) before[1] = to;
		else parts.push([from, to]);
	}
	return parts;
}

/** How many training rows share the bar that the grid's i-th value stands in. */
export function rowsAt({ bars, places }: DependencePlot, i: number): number {
	const place = places[i];
	return (bars.findLast(({ from, to }) => place >= from && place <= to) ?? { rows: 0 }).rows;
}
