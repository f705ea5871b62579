import type { Split } from '../kernel.js';
import { goesLeft } from '../node.js';

/** Divides rows[begin..end) by a split, keeping the order within each side; returns where the right side begins. */
export function divide(rows: Uint32Array, begin: number, end: number, by: Split, codes: Uint8Array, height: number): number {
	const offset = by.column * height;
	const right: number[] = [];
	let middle = begin;
	for (let i = begin; i < end; i++) {
		const row = rows[i];
		if (goesLeft(by.kind, by.split, by.subset, 0, codes[offset + row])) rows[middle++] = row;
		else right.push(row);
	}
	rows.set(right, middle);
	return middle;
}
