import type { ReliabilityBin } from '../../src/lib/core/evaluation/types.js';

/** Standard errors of a 95 % interval. */
const WIDTH = 1.96;

/**
 * Of bins whose 95 % interval does not hold the predicted mean, those that stray by more than 1.96 standard errors as well
 * where customers, and not their pairs, are independent (cluster-robust: Liang and Zeger 1986). bins: lowest first, equal
 * probabilities together; p, label: [rows × products]; customer: [rows].
 */
export function outsideByCustomers(outside: (bin: ReliabilityBin) => boolean, bins: readonly ReliabilityBin[], p: Float32Array, label: Uint8Array, customer: Int32Array): number {
	const products = p.length / customer.length;
	const order = Uint32Array.from(p.keys()).sort((a, b) => p[a] - p[b]);
	let [from, count] = [0, 0];
	for (const bin of bins) {
		const off = new Map<number, number>();
		for (const i of order.subarray(from, from + bin.pairs)) {
			const c = customer[Math.floor(i / products)];
			off.set(c, (off.get(c) ?? 0) + label[i] - p[i]);
		}
		from += bin.pairs;
		let [sum, squares] = [0, 0];
		for (const own of off.values()) {
			sum += own;
			squares += own * own;
		}
		const error = Math.sqrt((squares * off.size) / Math.max(1, off.size - 1));
		if (outside(bin) && Math.abs(sum) > WIDTH * error) count++;
	}
	return count;
}
