import type { Histories } from './histories.js';
import { shareFloats } from './shared.js';

/** Ages up to which a product's return is counted, and the groups that they are counted in. */
const AGES = 30;
const AGE_GROUPS = 7;
const COUNT_GROUPS = 3;

/** The group of an age: 0, 1, 2, 3-4, 5-7, 8-15, 16 and more. */
export function ageGroup(age: number): number {
	return age < 3 ? age : age < 5 ? 3 : age < 8 ? 4 : age < 16 ? 5 : 6;
}

/** The group of a number of purchases: 1, 2, 3 and more. */
const countGroup = (count: number): number => Math.min(count, COUNT_GROUPS) - 1;

/** How likely each product is in the next order of somebody who has bought it. */
export interface Hazards {
	/** [AGE_GROUPS × products] by orders since the last purchase. */
	readonly byAge: Float32Array;
	/** [COUNT_GROUPS × products] by purchases so far. */
	readonly byCount: Float32Array;
	/** [products] */
	readonly overall: Float32Array;
}

/**
 * Rates over all customers' first ends[c] orders. A product is exposed in each order after a purchase, up to the one
 * where it is bought again; sparse rates are drawn towards the product's overall rate times the age's.
 */
export function hazardsOf(histories: Histories, ends: Int32Array): Hazards {
	const { customers, products, orderStart, itemStart, item } = histories;
	const exposed = new Float64Array(AGE_GROUPS * products);
	const bought = new Float64Array(AGE_GROUPS * products);
	const exposedCount = new Float64Array(COUNT_GROUPS * products);
	const boughtCount = new Float64Array(COUNT_GROUPS * products);
	const last = new Int32Array(products).fill(-1);
	const count = new Int32Array(products);
	const touched: number[] = [];
	const expose = (product: number, times: number, again: boolean) => {
		for (let age = 0; age < Math.min(times, AGES); age++) exposed[ageGroup(age) * products + product]++;
		if (again && times <= AGES) bought[ageGroup(times - 1) * products + product]++;
		const group = countGroup(count[product]) * products + product;
		exposedCount[group] += Math.min(times, 10);
		if (again && times <= 10) boughtCount[group]++;
	};
	for (let c = 0; c < customers; c++) {
		const first = orderStart[c];
		touched.length = 0;
		for (let position = 0; position < ends[c]; position++) {
			for (let e = itemStart[first + position]; e < itemStart[first + position + 1]; e++) {
				const product = item[e];
				if (last[product] < 0) touched.push(product);
				else expose(product, position - last[product], true);
				last[product] = position;
				count[product]++;
			}
		}
		for (const product of touched) {
			if (last[product] < ends[c] - 1) expose(product, ends[c] - 1 - last[product], false);
			last[product] = -1;
			count[product] = 0;
		}
	}
	const sums = (table: Float64Array, groups: number) =>
		Array.from({ length: groups }, (_, g) => table.subarray(g * products, (g + 1) * products).reduce((sum, v) => sum + v, 0));
	const [exposedOf, boughtOf] = [sums(exposed, AGE_GROUPS), sums(bought, AGE_GROUPS)];
	const total = boughtOf.reduce((a, b) => a + b, 0) / Math.max(1, exposedOf.reduce((a, b) => a + b, 0));
	const overall = new Float32Array(products);
	for (let p = 0; p < products; p++) {
		let [e, b] = [0, 0];
		for (let g = 0; g < AGE_GROUPS; g++) {
			e += exposed[g * products + p];
			b += bought[g * products + p];
		}
		overall[p] = (b + 5 * total) / (e + 5);
	}
	const shrunken = (e: Float64Array, b: Float64Array, groups: number) => {
		const [eOf, bOf] = [sums(e, groups), sums(b, groups)];
		return Float32Array.from(e, (n, at) => {
			const g = Math.floor(at / products);
			const rate = eOf[g] > 0 ? bOf[g] / eOf[g] : 0;
			const prior = total > 0 ? Math.min((rate * overall[at % products]) / total, 0.9) : 0;
			return (b[at] + 10 * prior) / (n + 10);
		});
	};
	return {
		byAge: shareFloats(shrunken(exposed, bought, AGE_GROUPS)),
		byCount: shareFloats(shrunken(exposedCount, boughtCount, COUNT_GROUPS)),
		overall: shareFloats(overall)
	};
}

/** The chance that a product of so many orders ago is in the next one. */
export function hazardOf({ byAge, overall }: Hazards, product: number, age: number): number {
	return byAge[ageGroup(age) * overall.length + product];
}

/** The chance that a product that was bought so many times is bought again in an order soon. */
export function rebuyOf({ byCount, overall }: Hazards, product: number, count: number): number {
	return byCount[countGroup(count) * overall.length + product];
}
