import type { Examples } from '../features/types.js';

/**
 * Snapshots of one customer each, [1 row] and of books of their own, as examples of one book without orders: for models
 * that answer from named features, which ask many rows at once far quicker than one after the other. names: [snapshots].
 */
export function together(snapshots: readonly Examples[], names: readonly string[]): Examples {
	const [first] = snapshots;
	const rows = snapshots.length;
	const start = new Int32Array(rows + 1);
	snapshots.forEach(({ entries }, r) => (start[r + 1] = start[r] + entries.product.length));
	const joined = (columns: readonly Float32Array[]) => {
		const all = new Float32Array(columns.reduce((sum, { length }) => sum + length, 0));
		let at = 0;
		for (const column of columns) {
			all.set(column, at);
			at += column.length;
		}
		return all;
	};
	const own = snapshots.flatMap(({ entryCustomerX }) => entryCustomerX ?? []);
	return {
		book: { ...first.book, customers: names, customerOrders: new Int32Array(rows + 1) },
		question: first.question,
		features: first.features,
		rows,
		customer: Int32Array.from({ length: rows }, (_, r) => r),
		cut: new Int32Array(rows),
		asOf: Float64Array.from(snapshots, ({ asOf }) => asOf[0]),
		x: joined(snapshots.map(({ x }) => x)),
		entries: { start, product: Int32Array.from(snapshots.flatMap(({ entries }) => [...entries.product])) },
		entryX: joined(snapshots.map(({ entryX }) => entryX)),
		...(own.length && { entryCustomerX: joined(own) }),
		absentX: first.absentX
	};
}
