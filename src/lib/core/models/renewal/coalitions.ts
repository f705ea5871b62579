import type { FeatureSet } from '../../features/types.js';
import { sigmoid } from '../trees/logistic.js';
import type { TreeModel } from '../trees/model.js';
import { joined, over, perCoalition, union } from '../joined-coalitions.js';
import type { Coalitions } from '../types.js';
import type { Quotient } from './ahead.js';
import { chanceOfPurchase, logOdds, withinPart } from './chances.js';
import type { RenewalParts } from './model.js';
import type { Slots } from './slots.js';
import type { OrderTiming } from './timing.js';

/** What coalitions are asked about: the vectors at both ends, and the columns that each group moves from one to the other. */
interface Ends {
	readonly current: Float32Array;
	readonly baseline: Float32Array;
	readonly groups: readonly Int32Array[];
}

/** [slots] coalitions of the chance of an order, as those of `OrderProcess`. */
interface Timing {
	readonly ends: Ends;
	readonly first: readonly Coalitions[];
	readonly again: readonly Coalitions[];
}

/**
 * Worths of coalitions for an order rhythm, as `Model.coalitions`: a row's columns move ahead each by its own value, but
 * for quotients, so that every tree is walked once per slot with both ends moved, and what the trees say is put together per coalition.
 */
export class RenewalCoalitions {
	/** What was found last: it is the same for all products. */
	#timing: Timing | undefined;

	constructor(
		readonly features: FeatureSet,
		readonly parts: RenewalParts,
		readonly slots: Slots,
		readonly timing: OrderTiming
	) {}

	effective(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Coalitions {
		const { count, ahead } = this.slots;
		const { basket, boosted } = this.parts;
		const ends = { current, baseline: settled(current, baseline, groups), groups };
		const { first, again } = this.#when(ends);
		const ordering = (trees: TreeModel) =>
			this.#perSlot((slot) => walk(trees, product, ends, ahead.ofPurchase, (row) => this.slots.ordering(row, 0, slot)));
		const one = ordering(basket);
		const other = boosted && ordering(boosted);
		const all = union([...first, ...again, ...one, ...(other ?? [])]);
		const spread = (found: readonly Coalitions[]) => perCoalition(all, found);
		const inclusion = spread(other ? one.map(inLogOdds) : one);
		if (other) {
			const logs = spread(other.map(inLogOdds));
			for (let i = 0; i < logs.length; i++) inclusion[i] = sigmoid((inclusion[i] + logs[i]) / 2);
		}
		const chances = chanceOfPurchase({ slots: count, first: spread(first), again: spread(again) }, inclusion);
		return { groups: all, worths: Float64Array.from(chances) };
	}

	all(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float64Array {
		return over(Int32Array.from(groups.keys()), this.effective(product, current, baseline, groups));
	}

	/** When orders come, of customer features alone. */
	#when({ current, baseline, groups }: Ends): Timing {
		const own = this.features.customer.length;
		const ends = {
			current: current.slice(0, own),
			baseline: baseline.slice(0, own),
			groups: groups.map((columns) => columns.filter((c) => c < own))
		};
		if (this.#timing && same(this.#timing.ends, ends)) return this.#timing;
		const { slots } = this;
		const order = slots.ahead.ofOrder;
		const ask = (quotient: Quotient | undefined, move: (row: Float32Array) => void): Coalitions => {
			const trees = walk(this.parts.timing, 0, ends, quotient, move);
			const { groups, worths } = this.timing.onTop(trees, ...moved(ends.current, ends.baseline, move), ends.groups);
			return { groups, worths: worths.map((chance) => withinPart(chance, slots.part)) };
		};
		const first = this.#perSlot((slot) => ask(order, (row) => slots.waiting(row, 0, slot)));
		// After an order its days are the same for everybody: only the gap tells quotients apart.
		const again = this.#perSlot((slot) => ask(order && { ...order, days: -1 }, (row) => slots.afterOrder(row, 0, slot)));
		return (this.#timing = { ends, first, again });
	}

	#perSlot(of: (slot: number) => Coalitions): readonly Coalitions[] {
		return Array.from({ length: this.slots.count }, (_, slot) => of(slot));
	}
}

/** What trees say of the ends moved ahead; where the two columns of a quotient are in different groups, with and without that of the gap. */
function walk(trees: TreeModel, product: number, { current, baseline, groups }: Ends, quotient: Quotient | undefined, move: (row: Float32Array) => void): Coalitions {
	const ask = (from: Float32Array, to: Float32Array, by: readonly Int32Array[]) => {
		return trees.effectiveCoalitions(product, ...moved(to, from, move), by);
	};
	if (!quotient) return ask(baseline, current, groups);
	const groupOf = (c: number) => (Object.is(current[c], baseline[c]) ? -1 : groups.findIndex((columns) => columns.includes(c)));
	const [days, gap] = [groupOf(quotient.days), groupOf(quotient.gap)];
	const to = days < 0 ? gap : days;
	const regrouped = groups.map((columns, group) => {
		const others = columns.filter((c) => c !== quotient.column);
		return group === to ? Int32Array.of(...others, quotient.column) : others;
	});
	if (days < 0 || gap < 0 || days === gap) return ask(baseline, current, regrouped);
	const [inside, outside] = [baseline.slice(), current.slice()];
	for (const c of groups[gap]) {
		inside[c] = current[c];
		outside[c] = baseline[c];
	}
	const others = regrouped.with(gap, new Int32Array(0));
	return joined(gap, ask(baseline, outside, others), ask(inside, current, others));
}

function moved(to: Float32Array, from: Float32Array, move: (row: Float32Array) => void): readonly [to: Float32Array, from: Float32Array] {
	const ends = [to.slice(), from.slice()] as const;
	ends.forEach(move);
	return ends;
}

/** The baseline with the columns of no group at `current`, where coalitions leave them. */
function settled(current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): Float32Array {
	const out = current.slice();
	for (const columns of groups) for (const c of columns) out[c] = baseline[c];
	return out;
}

const inLogOdds = ({ groups, worths }: Coalitions): Coalitions => ({ groups, worths: worths.map(logOdds) });

/** Groups beyond the end of the shorter list must move nothing. */
function same(a: Ends, b: Ends): boolean {
	const alike = (one: ArrayLike<number>, other: ArrayLike<number>) => one.length === other.length && Array.from(one).every((value, i) => Object.is(value, other[i]));
	const none = new Int32Array(0);
	const groups = Math.max(a.groups.length, b.groups.length);
	return alike(a.current, b.current) && alike(a.baseline, b.baseline) && Array.from({ length: groups }, (_, g) => g).every((g) => alike(a.groups[g] ?? none, b.groups[g] ?? none));
}
