import { nextBasket } from './histories.js';
import type { Histories } from './histories.js';
import { hitWorth } from './metric.js';
import type { Plan } from './plan.js';
import { sharedFloats } from './shared.js';

/** [products] log of one more than the orders with the product among all customers' first ends[c] ones. */
export function logOrders({ customers, products, orderStart, itemStart, item }: Histories, ends: Int32Array): Float32Array {
	const orders = sharedFloats(products);
	for (let c = 0; c < customers; c++)
		for (let e = itemStart[orderStart[c]]; e < itemStart[orderStart[c] + ends[c]]; e++) orders[item[e]]++;
	for (let p = 0; p < products; p++) orders[p] = Math.log1p(orders[p]);
	return orders;
}

/** [customers] how many orders count as known where answers do, too: all that teach, but for those of the customers who are hidden. */
export function answeredEnds({ learnEnds, states }: Plan, hides: (customer: number) => boolean): Int32Array {
	const ends = learnEnds.slice();
	for (let s = 0; s < states.fresh; s++) if (!hides(states.customer[s])) ends[states.customer[s]]++;
	return ends;
}

/** Products by what they were worth in the freshest answers, then in all orders. */
export function popularity({ histories, states, rankEnds }: Plan): Int32Array {
	const worth = new Float64Array(histories.products);
	const { orderStart, itemStart, item } = histories;
	rankEnds.forEach((end, c) => {
		const first = orderStart[c];
		for (let e = itemStart[first]; e < itemStart[first + end]; e++) worth[item[e]] += 1e-6;
	});
	for (let s = 0; s < states.fresh; s++) {
		const basket = nextBasket(histories, states.customer[s], states.cut[s]);
		for (const product of basket) worth[product] += hitWorth(basket.length);
	}
	return Int32Array.from([...worth.keys()].sort((a, b) => worth[b] - worth[a] || a - b));
}

/** Log-odds that a product is bought, whoever asks: a straight line in the logarithm of its orders. */
export interface Line {
	readonly intercept: number;
	readonly slope: number;
}

const STEPS = 30;

/** The line with the lowest weighted cross-entropy, by Newton's method. label: in [0, 1]; x, label and weight: [rows]. */
export function fitLine(x: ArrayLike<number>, label: ArrayLike<number>, weight: ArrayLike<number>): Line {
	let mean = 0;
	for (let r = 0; r < x.length; r++) mean += x[r] / x.length;
	let [level, slope] = [0, 0];
	for (let step = 0; step < STEPS; step++) {
		// One pseudo-row keeps the line where there is nothing to tell.
		let [g0, g1, h00, h01, h11] = [0, -slope, 1e-6, 0, 1];
		for (let r = 0; r < x.length; r++) {
			const d = x[r] - mean;
			const p = 1 / (1 + Math.exp(-level - slope * d));
			const error = weight[r] * (label[r] - p);
			const curvature = weight[r] * p * (1 - p);
			g0 += error;
			g1 += error * d;
			h00 += curvature;
			h01 += curvature * d;
			h11 += curvature * d * d;
		}
		const determinant = h00 * h11 - h01 * h01;
		const [a, b] = [(h11 * g0 - h01 * g1) / determinant, (h00 * g1 - h01 * g0) / determinant];
		const size = Math.max(1, Math.abs(a), Math.abs(b));
		level += a / size;
		slope += b / size;
		if (Math.abs(a) + Math.abs(b) < 1e-9) break;
	}
	return { intercept: level - slope * mean, slope };
}
