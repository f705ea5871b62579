import type { Pairs } from './pairs.js';

/** Pairs with what is said of them by trees and networks that have not learned from their customer. */
export interface Judged {
	readonly pairs: Pairs;
	/** [rows] log-odds. */
	readonly trees: Float32Array;
	readonly networks: Float32Array;
	/** [products] as known without the customer's answer. */
	readonly logOrders: Float32Array;
}

/** Everything that is judged, one under the other. */
export interface Judgement {
	readonly customer: Int32Array;
	readonly product: Int32Array;
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly trees: Float32Array;
	readonly networks: Float32Array;
	/** [rows] of the row's product. */
	readonly logOrders: Float32Array;
}

export function joinJudged(parts: readonly Judged[]): Judgement {
	const rows = parts.reduce((sum, { pairs }) => sum + pairs.rows, 0);
	const out = {
		customer: new Int32Array(rows),
		product: new Int32Array(rows),
		label: new Float32Array(rows),
		weight: new Float32Array(rows),
		trees: new Float32Array(rows),
		networks: new Float32Array(rows),
		logOrders: new Float32Array(rows)
	};
	let at = 0;
	for (const { pairs, trees, networks, logOrders } of parts) {
		out.customer.set(pairs.customer, at);
		out.product.set(pairs.product, at);
		out.label.set(pairs.label, at);
		out.weight.set(pairs.weight, at);
		out.trees.set(trees, at);
		out.networks.set(networks, at);
		out.logOrders.set(Float32Array.from(pairs.product, (p) => logOrders[p]), at);
		at += pairs.rows;
	}
	return out;
}

/** Lists of the customers asked by the log-odds of their pairs, then by popularity, [asked × depth]; -1 where there are no more. */
export function listsOf({ customer, product }: Judgement, margin: ArrayLike<number>, asked: Int32Array, popular: Int32Array, depth: number): Int32Array {
	const place = new Map(Array.from(asked, (c, i) => [c, i]));
	const rows: number[][] = Array.from(asked, () => []);
	customer.forEach((c, r) => {
		const i = place.get(c);
		if (i !== undefined) rows[i].push(r);
	});
	const out = new Int32Array(asked.length * depth).fill(-1);
	rows.forEach((own, i) => {
		own.sort((a, b) => margin[b] - margin[a] || product[a] - product[b]);
		const list = new Set(own.slice(0, depth).map((r) => product[r]));
		for (let j = 0; j < popular.length && list.size < depth; j++) list.add(popular[j]);
		out.set([...list], i * depth);
	});
	return out;
}
