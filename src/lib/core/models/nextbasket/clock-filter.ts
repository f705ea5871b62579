import type { Histories } from './histories.js';

/** Steps of the clock. */
export const STEPS = 24;
/** How much of what products say of the time is believed: purchases of one order are not independent. */
const TEMPER = 0.7;
/** How evenly a customer's orders are spread over the period: 1 were uniform draws. */
const EVEN = 0.8;

const LEAST = 1e-300;

const steps = Array.from({ length: STEPS }, (_, k) => (k + 0.5) / STEPS);
const logLeft = steps.map((t) => Math.log(Math.max(1 - t, 0.5 / STEPS)));
const moves: Float64Array[] = [];

/** [STEPS × STEPS] from the step of an order to that of the next one, where so many are still to come. */
export function moveOf(left: number): Float64Array {
	if (moves[left]) return moves[left];
	const move = new Float64Array(STEPS * STEPS);
	for (let from = 0; from < STEPS; from++) {
		let sum = 0;
		for (let to = from; to < STEPS; to++) {
			const value = Math.exp(EVEN * (left - 1) * (logLeft[to] - logLeft[from])) * (to === from ? 0.5 : 1);
			move[from * STEPS + to] = value;
			sum += value;
		}
		for (let to = from; to < STEPS; to++) move[from * STEPS + to] /= sum;
	}
	return (moves[left] = move);
}

/** Places the orders of one customer after the other in the period. */
export class ClockFilter {
	readonly #histories: Histories;
	readonly #logRate: Float32Array;
	readonly #seen: Int32Array;
	/** First purchases of the customer: position and product. */
	readonly #firstPosition: number[] = [];
	readonly #firstProduct: number[] = [];
	#stamp = 0;
	#likely = new Float64Array(0);
	#forward = new Float64Array(0);
	#backward = new Float64Array(0);
	#out = new Float64Array(0);

	/** logRate: [products × STEPS] */
	constructor(histories: Histories, logRate: Float32Array) {
		this.#histories = histories;
		this.#logRate = logRate;
		this.#seen = new Int32Array(histories.products);
	}

	/** [STEPS] where a customer's last of `cut` orders lies, given all of them; valid until the next call. cut: at least 1. */
	last(customer: number, cut: number): Float64Array {
		this.#read(customer, cut);
		this.#pass(cut);
		return this.#forward.subarray((cut - 1) * STEPS, cut * STEPS);
	}

	/** [cut × STEPS] where each of the first `cut` orders lies, given all of them; valid until the next call. */
	smooth(customer: number, cut: number): Float64Array {
		this.#read(customer, cut);
		this.#pass(cut);
		const [forward, likely, backward, out] = [this.#forward, this.#likely, this.#backward, this.#out];
		backward.fill(1, (cut - 1) * STEPS, cut * STEPS);
		for (let o = cut - 2; o >= 0; o--) {
			const move = moveOf(cut - o);
			const at = o * STEPS;
			let sum = 0;
			for (let from = 0; from < STEPS; from++) {
				let value = 0;
				for (let to = from; to < STEPS; to++)
					value += move[from * STEPS + to] * likely[at + STEPS + to] * backward[at + STEPS + to];
				backward[at + from] = value;
				sum += value;
			}
			for (let k = 0; k < STEPS; k++) backward[at + k] /= Math.max(sum, LEAST);
		}
		for (let o = 0; o < cut; o++) {
			let sum = 0;
			for (let at = o * STEPS; at < (o + 1) * STEPS; at++) sum += out[at] = forward[at] * backward[at];
			for (let at = o * STEPS; at < (o + 1) * STEPS; at++) out[at] /= Math.max(sum, LEAST);
		}
		return out.subarray(0, cut * STEPS);
	}

	/** The products that the customer read last bought for the first time, with the order. */
	eachFirst(see: (position: number, product: number) => void): void {
		this.#firstPosition.forEach((position, i) => see(position, this.#firstProduct[i]));
	}

	/** [cut × STEPS] how likely each order's new products are at each step, the best step 1. */
	#read(customer: number, cut: number): void {
		const { orderStart, itemStart, item } = this.#histories;
		const size = cut * STEPS;
		if (this.#likely.length < size) {
			[this.#likely, this.#forward, this.#backward, this.#out] = Array.from({ length: 4 }, () => new Float64Array(2 * size));
		}
		this.#firstPosition.length = this.#firstProduct.length = 0;
		this.#stamp++;
		const likely = this.#likely.fill(0, 0, size);
		for (let o = 0; o < cut; o++) {
			const order = orderStart[customer] + o;
			const at = o * STEPS;
			for (let e = itemStart[order]; e < itemStart[order + 1]; e++) {
				const product = item[e];
				if (this.#seen[product] === this.#stamp) continue;
				this.#seen[product] = this.#stamp;
				this.#firstPosition.push(o);
				this.#firstProduct.push(product);
				for (let k = 0; k < STEPS; k++) likely[at + k] += this.#logRate[product * STEPS + k];
			}
			let best = -Infinity;
			for (let k = 0; k < STEPS; k++) best = Math.max(best, likely[at + k]);
			for (let k = 0; k < STEPS; k++) likely[at + k] = Math.exp(TEMPER * (likely[at + k] - best));
		}
	}

	#pass(cut: number): void {
		const [likely, forward] = [this.#likely, this.#forward];
		for (let o = 0; o < cut; o++) {
			const at = o * STEPS;
			if (o === 0) for (let k = 0; k < STEPS; k++) forward[k] = Math.exp(EVEN * cut * (logLeft[k] - logLeft[0]));
			else {
				const move = moveOf(cut - o + 1);
				forward.fill(0, at, at + STEPS);
				for (let from = 0; from < STEPS; from++) {
					const value = forward[at - STEPS + from];
					for (let to = from; to < STEPS; to++) forward[at + to] += value * move[from * STEPS + to];
				}
			}
			let sum = 0;
			for (let k = 0; k < STEPS; k++) sum += forward[at + k] *= likely[at + k];
			for (let k = 0; k < STEPS; k++) forward[at + k] /= Math.max(sum, LEAST);
		}
	}
}
