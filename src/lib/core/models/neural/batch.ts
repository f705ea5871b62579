import type { Material } from './material.js';
import type { Sample } from './sample.js';

/** The most that a batch may hold. */
export interface Capacity {
	readonly rows: number;
	/** Vectors that go through the trunk: rows, and entries where the question replaces their features. */
	readonly trunk: number;
	readonly entries: number;
	/** Bought pairs. */
	readonly positives: number;
	/** Products that stand for all, at most; 0 where all are looked at. */
	readonly columns: number;
}

/** Some rows of the material, gathered. Buffers are as long as the capacity; the counts say how much of them is used. */
export interface Batch {
	rows: number;
	trunk: number;
	entries: number;
	/** Pairs that are asked: what the loss is a mean over. */
	asked: number;
	positives: number;
	/** [trunk × inputs] rows first. */
	readonly x: Float32Array;
	/** [positives] row × products + product of the bought pairs that are not entries. */
	readonly positive: Int32Array;
	/** [entries] vector of the trunk, row, product, and 1 bought, 0 not, -1 not asked. */
	readonly entryTrunk: Int32Array;
	readonly entryRow: Int32Array;
	readonly entryProduct: Int32Array;
	readonly entryLabel: Int8Array;
	/** [entries × own inputs] */
	readonly own: Float32Array;
	/** Where some products stand for all: those, and by product the column that it has among them, or -1. */
	sample?: Sample;
	readonly columnOf: Int32Array;
}

/** How large a batch of `rows` rows can get, whichever rows they are; `columns`: see Capacity. */
export function capacityOf(material: Material, rows: number, columns = 0): Capacity {
	const most = (start: Int32Array) => {
		const counts = new Int32Array(material.rows);
		for (let r = 0; r < material.rows; r++) counts[r] = start[r + 1] - start[r];
		return counts
			.sort()
			.subarray(Math.max(0, material.rows - rows))
			.reduce((sum, n) => sum + n, 0);
	};
	const entries = most(material.entries.start);
	const positives = most(material.labels.start);
	return {
		rows,
		trunk: rows + (material.replaced ? entries : 0),
		entries: entries + (columns ? positives : 0),
		positives,
		columns
	};
}

/** Buffers for a batch of that capacity, nothing in them yet. `products`: of the catalogue, where some of them stand for all. */
export function emptyBatch(capacity: Capacity, inputs: number, ownInputs: number, products = 0): Batch {
	return {
		rows: 0,
		trunk: 0,
		entries: 0,
		asked: 0,
		positives: 0,
		x: new Float32Array(capacity.trunk * inputs),
		positive: new Int32Array(capacity.positives),
		entryTrunk: new Int32Array(capacity.entries),
		entryRow: new Int32Array(capacity.entries),
		entryProduct: new Int32Array(capacity.entries),
		entryLabel: new Int8Array(capacity.entries),
		own: new Float32Array(capacity.entries * ownInputs),
		columnOf: new Int32Array(products).fill(-1)
	};
}

/** From the next rows on these products stand for all. */
export function takeSample(batch: Batch, sample: Sample): void {
	batch.sample?.product.forEach((product) => (batch.columnOf[product] = -1));
	sample.product.forEach((product, column) => (batch.columnOf[product] = column));
	batch.sample = sample;
}

/**
 * Fills the batch with the rows order[from] to order[to - 1]; without an order with rows from to to - 1. Where some
 * products stand for all, bought pairs without an entry become one: what was bought is never left to chance.
 */
export function fillBatch(batch: Batch, m: Material, order: Int32Array | undefined, from: number, to: number): void {
	const inputs = m.rows ? m.x.length / m.rows : 0;
	const ownInputs = m.absent.length;
	const bought = (r: number, product: number) => {
		if (batch.sample) apart.push(product);
		else batch.positive[batch.positives++] = r * m.products + product;
	};
	/** Bought products of the row that become entries, after those that it has. */
	const apart: number[] = [];
	batch.rows = to - from;
	batch.trunk = batch.rows;
	batch.entries = 0;
	batch.positives = 0;
	batch.asked = batch.rows * m.products;
	for (let r = 0; r < batch.rows; r++) {
		const row = order ? order[from + r] : from + r;
		copy(m.x, row * inputs, batch.x, r * inputs, inputs);
		const lastEntry = m.entries.start[row + 1];
		const firstEntry = m.entries.start[row];
		if (ownInputs) batch.own.set(m.own.subarray(firstEntry * ownInputs, lastEntry * ownInputs), batch.entries * ownInputs);
		let label = m.labels.start[row];
		const lastLabel = m.labels.start[row + 1];
		for (let entry = firstEntry; entry < lastEntry; entry++) {
			const product = m.entries.product[entry];
			for (; label < lastLabel && m.labels.product[label] < product; label++) bought(r, m.labels.product[label]);
			const isBought = label < lastLabel && m.labels.product[label] === product;
			if (isBought) label++;
			const e = batch.entries++;
			batch.entryRow[e] = r;
			batch.entryProduct[e] = product;
			batch.entryLabel[e] = m.ignored?.[entry] ? -1 : isBought ? 1 : 0;
			if (batch.entryLabel[e] < 0) batch.asked--;
			batch.entryTrunk[e] = r;
			if (!m.replaced) continue;
			copy(m.replaced, entry * inputs, batch.x, batch.trunk * inputs, inputs);
			batch.entryTrunk[e] = batch.trunk++;
		}
		for (; label < lastLabel; label++) bought(r, m.labels.product[label]);
		for (const product of apart) {
			const e = batch.entries++;
			batch.entryTrunk[e] = r;
			batch.entryRow[e] = r;
			batch.entryProduct[e] = product;
			batch.entryLabel[e] = 1;
			copy(m.absent, 0, batch.own, e * ownInputs, ownInputs);
		}
		apart.length = 0;
	}
}

function copy(from: Float32Array, at: number, to: Float32Array, place: number, n: number): void {
	for (let i = 0; i < n; i++) to[place + i] = from[at + i];
}
