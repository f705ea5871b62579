import type { AudiencePoint } from '$lib/core/project/cards.js';
import type { Column } from '../base/table.js';
import { decimal, money, percent, whole } from '../words/numbers.js';

/** A curve over the threshold, with a scale of its own. */
export interface Lane {
	readonly key: 'precision' | 'reach' | 'profit';
	readonly title: string;
	readonly domain: readonly [number, number];
	readonly format: (value: number) => string;
	readonly value: (point: AudiencePoint) => number;
	/** Interval of the value, where it has one. */
	readonly band?: (point: AudiencePoint) => readonly [number, number];
}

/** A share of fewer tested pairs than this says nothing. */
const FEW = 5;

/** What is drawn: precision (and lift, which is precision on another scale), reach, and profit where costs are given. */
export function lanesOf(points: readonly AudiencePoint[], customers: number): Lane[] {
	const profits = points.map(({ profit = 0 }) => profit);
	const highest = Math.max(1, ...points.map((point) => point.customers));
	const [least, most] = [Math.min(0, ...profits), Math.max(0, ...profits)];
	const room = (most - least || 1) * 0.08;
	return [
		{
			key: 'precision',
			title: 'Of what is shown, bought',
			domain: [0, 1],
			format: (value) => percent(value, 0),
			value: (point) => (point.tested < FEW ? NaN : point.precision),
			band: (point) => [point.low, point.high]
		},
		{ key: 'reach', title: `Customers reached, of ${whole(customers)}`, domain: [0, highest], format: whole, value: (point) => point.customers },
		...(points.some((point) => point.profit !== undefined)
			? [{ key: 'profit' as const, title: 'Expected profit', domain: [least - room, most + room] as const, format: most - least >= 100 ? whole : money, value: (point: AudiencePoint) => point.profit ?? NaN }]
			: [])
	];
}

/** One point in words, as it is read out. */
export function sayPoint({ threshold, customers, pairs, tested, precision, low, high, lift, recall, profit }: AudiencePoint): string {
	const bought = tested
		? `of ${whole(tested)} tested, ${percent(precision)} were bought (95% interval ${percent(low)} to ${percent(high)}), ${decimal(lift, 1)} times the usual share and ${percent(recall)} of all purchases`
		: 'no tested customer passes';
	const earned = profit === undefined ? '' : `; expected profit ${money(profit)}`;
	return `At ${percent(threshold, 0)}: ${whole(customers)} customers, ${whole(pairs)} ads; ${bought}${earned}.`;
}

export function columnsOf(points: readonly AudiencePoint[]): Column<AudiencePoint>[] {
	const share = (label: string, value: (point: AudiencePoint) => number) => ({ label, value, text: (point: AudiencePoint) => percent(value(point)) });
	const number = (label: string, value: (point: AudiencePoint) => number, text = whole) => ({ label, value, text: (point: AudiencePoint) => text(value(point)) });
	return [
		{ label: 'Threshold', value: (p) => p.threshold, text: (p) => percent(p.threshold, 0) },
		number('Customers', (p) => p.customers),
		number('Ads', (p) => p.pairs),
		share('Bought', (p) => p.precision),
		share('From', (p) => p.low),
		share('To', (p) => p.high),
		number('Lift', (p) => p.lift, (value) => decimal(value, 2)),
		share('Of all purchases', (p) => p.recall),
		...(points.some((p) => p.profit !== undefined) ? [number('Expected profit', (p) => p.profit ?? NaN, money)] : [])
	];
}
