import { Bits } from './bits.js';
import type { Histories } from './histories.js';
import { hitWorth } from './metric.js';
import { OwnHistory } from './own.js';
import { shareFloats, shareIntegers, sharedIntegers } from './shared.js';
import type { States } from './states.js';

/**
 * For each product, the shares of what came next after it: share[start[p]] to share[start[p + 1] - 1], those of the products that come
 * next most first. Which products these are stands from places[begin[p]] to places[begin[p + 1] - 1]: their ranks, ascending; or,
 * where that takes less room, for each 32 ranks a word of bits and the entry that the first of them has in `share`.
 */
export interface Transitions {
	readonly start: Int32Array;
	readonly share: Float32Array;
	readonly begin: Int32Array;
	readonly places: Int32Array;
}

/** What counts before: the whole history, each product min(decayed count, 1), or the last order. */
export type Before = 'history' | 'last';

/** [products] the place of each among all by how many next baskets hold it, so that what is looked up together stands together. */
export function ranksOf({ products, orderStart, itemStart, item }: Histories, states: States, rows: ArrayLike<number>): Int32Array {
	const counts = new Int32Array(products);
	for (let r = 0; r < rows.length; r++) {
		const order = orderStart[states.customer[rows[r]]] + states.cut[rows[r]];
		for (let i = itemStart[order]; i < itemStart[order + 1]; i++) counts[item[i]]++;
	}
	const ranks = sharedIntegers(products);
	[...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b).forEach((product, rank) => (ranks[product] = rank));
	return ranks;
}

/** Words of a list in bits. */
export const wordsFor = (products: number): number => (products + 31) >> 5;

/**
 * Item-to-item shares over some of the states: what the next baskets that followed a product were worth, over the product's
 * mass plus 10, so that rare products say little. ranks: of all products.
 */
export function countTransitions(histories: Histories, states: States, rows: ArrayLike<number>, before: Before, ranks: Int32Array): Transitions {
	const { products, orderStart, itemStart, item } = histories;
	const words = wordsFor(products);
	const { start, state, value } = holdersOf(histories, states, rows, before);
	const sum = new Float32Array(products);
	const seen = new Bits(products);
	const next = new Int32Array(products);
	const [starts, begin] = [new Int32Array(products + 1), new Int32Array(products + 1)];
	let share = new Float32Array(1024);
	let places = new Int32Array(1024);
	for (let p = 0; p < products; p++) {
		let total = 10;
		for (let e = start[p]; e < start[p + 1]; e++) {
			total += value[e];
			const order = orderStart[states.customer[state[e]]] + states.cut[state[e]];
			const worth = value[e] * hitWorth(itemStart[order + 1] - itemStart[order]);
			for (let i = itemStart[order]; i < itemStart[order + 1]; i++) {
				const rank = ranks[item[i]];
				seen.add(rank);
				sum[rank] += worth;
			}
		}
		const [entry, place] = [starts[p], begin[p]];
		const count = seen.take(next, 0);
		const length = Math.min(count, 2 * words);
		share = enlarged(share, entry + count);
		places = enlarged(places, place + length);
		for (let e = 0; e < count; e++) {
			share[entry + e] = sum[next[e]] / total;
			sum[next[e]] = 0;
		}
		if (length === count) places.set(next.subarray(0, count), place);
		else
			for (let e = count - 1; e >= 0; e--) {
				const word = place + 2 * (next[e] >> 5);
				places[word] |= 1 << (next[e] & 31);
				places[word + 1] = entry + e;
			}
		starts[p + 1] = entry + count;
		begin[p + 1] = place + length;
	}
	return {
		...{ start: shareIntegers(starts), share: shareFloats(share.subarray(0, starts[products])) },
		...{ begin: shareIntegers(begin), places: shareIntegers(places.subarray(0, begin[products])) }
	};
}

/** For each product, the states of those who hold it, and how much it counts there: from start[p] to start[p + 1] - 1. */
function holdersOf(histories: Histories, states: States, rows: ArrayLike<number>, before: Before) {
	const { products } = histories;
	const own = new OwnHistory(histories);
	const mass = massOf(own, before);
	const start = new Int32Array(products + 1);
	let product = new Int32Array(1024);
	let row = new Int32Array(1024);
	let held = new Float32Array(1024);
	let size = 0;
	for (let r = 0; r < rows.length; r++) {
		own.read(states.customer[rows[r]], states.cut[rows[r]]);
		[product, row, held] = [enlarged(product, size + own.size), enlarged(row, size + own.size), enlarged(held, size + own.size)];
		for (let i = 0; i < own.size; i++) {
			const m = mass(i);
			if (!(m > 0)) continue;
			product[size] = own.item[i];
			row[size] = rows[r];
			held[size++] = m;
			start[own.item[i] + 1]++;
		}
	}
	for (let p = 0; p < products; p++) start[p + 1] += start[p];
	const at = start.slice(0, products);
	const state = new Int32Array(size);
	const value = new Float32Array(size);
	for (let e = 0; e < size; e++) {
		const to = at[product[e]]++;
		state[to] = row[e];
		value[to] = held[e];
	}
	return { start, state, value };
}

function enlarged<Numbers extends Int32Array<ArrayBuffer> | Float32Array<ArrayBuffer>>(numbers: Numbers, least: number): Numbers {
	if (least <= numbers.length) return numbers;
	const larger = new (numbers.constructor as new (length: number) => Numbers)(Math.max(least, 2 * numbers.length));
	larger.set(numbers);
	return larger;
}

/** How much a customer's product in a slot counts. */
export function massOf(own: OwnHistory, before: Before): (slot: number) => number {
	return before === 'last' ? (slot) => (own.recent[slot] === 0 ? 1 : 0) : (slot) => Math.min(own.d80[slot], 1);
}
