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
	#firstPosition = new Int32Array(0);
	#firstProduct = new Int32Array(0);
	#firsts = 0;
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
			// Four sums at a time, as each waits for itself; what lies before a step is never moved to.
			for (let from = 0; from < STEPS; from += 4) {
				let [a, b, c, d] = [0, 0, 0, 0];
				for (let to = from, m = from * STEPS + from; to < STEPS; to++, m++) {
					const l = likely[at + STEPS + to];
					const r = backward[at + STEPS + to];
					a += move[m] * l * r;
					b += move[m + STEPS] * l * r;
					c += move[m + 2 * STEPS] * l * r;
					d += move[m + 3 * STEPS] * l * r;
				}
				backward[at + from] = a;
				backward[at + from + 1] = b;
				backward[at + from + 2] = c;
				backward[at + from + 3] = d;
			}
			let sum = 0;
			for (let k = at; k < at + STEPS; k++) sum += backward[k];
			const whole = Math.max(sum, LEAST);
			for (let k = at; k < at + STEPS; k++) backward[k] /= whole;
		}
		for (let o = 0; o < cut; o++) {
			let sum = 0;
			for (let at = o * STEPS; at < (o + 1) * STEPS; at++) sum += out[at] = forward[at] * backward[at];
			const whole = Math.max(sum, LEAST);
			for (let at = o * STEPS; at < (o + 1) * STEPS; at++) out[at] /= whole;
		}
		return out.subarray(0, cut * STEPS);
	}

	/** The products that the customer read last bought for the first time, with the order. */
	eachFirst(see: (position: number, product: number) => void): void {
		for (let i = 0; i < this.#firsts; i++) see(this.#firstPosition[i], this.#firstProduct[i]);
	}

	/** [cut × STEPS] how likely each order's new products are at each step, the best step 1. */
	#read(customer: number, cut: number): void {
		const { orderStart, itemStart, item } = this.#histories;
		const size = cut * STEPS;
		if (this.#likely.length < size) {
			[this.#likely, this.#forward, this.#backward, this.#out] = Array.from({ length: 4 }, () => new Float64Array(2 * size));
		}
		const lines = itemStart[orderStart[customer] + cut] - itemStart[orderStart[customer]];
		if (this.#firstProduct.length < lines) [this.#firstPosition, this.#firstProduct] = [new Int32Array(2 * lines), new Int32Array(2 * lines)];
		const [seen, stamp, logRate, positions, products] = [this.#seen, ++this.#stamp, this.#logRate, this.#firstPosition, this.#firstProduct];
		let firsts = 0;
		const likely = this.#likely.fill(0, 0, size);
		for (let o = 0; o < cut; o++) {
			const order = orderStart[customer] + o;
			const at = o * STEPS;
			const before = firsts;
			for (let e = itemStart[order]; e < itemStart[order + 1]; e++) {
				const product = item[e];
				if (seen[product] === stamp) continue;
				seen[product] = stamp;
				positions[firsts] = o;
				products[firsts++] = product;
				for (let k = at, from = product * STEPS; k < at + STEPS; k++, from++) likely[k] += logRate[from];
			}
			if (firsts === before) {
				likely.fill(1, at, at + STEPS);
				continue;
			}
			let best = likely[at];
			for (let k = at + 1; k < at + STEPS; k++) if (likely[k] > best) best = likely[k];
			for (let k = at; k < at + STEPS; k++) likely[k] = Math.exp(TEMPER * (likely[k] - best));
		}
		this.#firsts = firsts;
	}

	#pass(cut: number): void {
		const [likely, forward] = [this.#likely, this.#forward];
		for (let o = 0; o < cut; o++) {
			const at = o * STEPS;
			if (o === 0) for (let k = 0; k < STEPS; k++) forward[k] = Math.exp(EVEN * cut * (logLeft[k] - logLeft[0]));
			else {
				const move = moveOf(cut - o + 1);
				forward.fill(0, at, at + STEPS);
				// Four steps at a time: each place is read and written once for them. What lies before a step is never moved to.
				for (let from = 0; from < STEPS; from += 4) {
					const [a, b, c, d] = [forward[at - STEPS + from], forward[at - STEPS + from + 1], forward[at - STEPS + from + 2], forward[at - STEPS + from + 3]];
					for (let to = from, m = from * STEPS + from; to < STEPS; to++, m++)
						forward[at + to] = forward[at + to] + a * move[m] + b * move[m + STEPS] + c * move[m + 2 * STEPS] + d * move[m + 3 * STEPS];
				}
			}
			let sum = 0;
			for (let k = 0; k < STEPS; k++) sum += forward[at + k] *= likely[at + k];
			const whole = Math.max(sum, LEAST);
			for (let k = 0; k < STEPS; k++) forward[at + k] /= whole;
		}
	}
}
