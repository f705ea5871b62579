import type { Examples } from '../../../src/lib/core/features/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { tinyBook } from '../../core/evaluation/tiny.js';

export interface Shape {
	readonly rows: number;
	readonly features: number;
	readonly labels: number;
	/** Of a forest. */
	readonly trees: number;
	/** Of a boosted model; 60 where it is not said, as many as the anchor's. */
	readonly rounds?: number;
}

export const shapes: Readonly<Record<string, Shape>> = {
	small: { rows: 793, features: 8, labels: 17, trees: 100 },
	medium: { rows: 10_000, features: 12, labels: 20, trees: 100 },
	large: { rows: 50_000, features: 12, labels: 50, trees: 50 }
};

/** x: [rows × features], y: [rows × labels], row-major. */
export interface Table {
	readonly x: Float32Array;
	readonly y: Uint8Array;
}

/** Rows `from` to `to` - 1 as examples of customers with number features and nothing bought before. */
export function examplesOf({ x, y }: Table, { features, labels }: Shape, from: number, to: number): Examples {
	const rows = to - from;
	const start = new Int32Array(rows + 1);
	const product: number[] = [];
	for (let r = 0; r < rows; r++) {
		for (let p = 0; p < labels; p++) if (y[(from + r) * labels + p]) product.push(p);
		start[r + 1] = product.length;
	}
	return {
		book: tinyBook(0, labels),
		question: { kind: 'next-order' },
		features: {
			customer: Array.from({ length: features }, (_, f) => ({
				name: `f${f}`,
				scope: 'customer' as const,
				kind: 'number' as const,
				unit: '',
				meaning: '',
				source: ''
			})),
			product: []
		},
		rows,
		customer: new Int32Array(rows),
		cut: new Int32Array(rows),
		asOf: new Float64Array(rows),
		x: x.slice(from * features, to * features),
		entries: { start: new Int32Array(rows + 1), product: new Int32Array(0) },
		entryX: new Float32Array(0),
		absentX: new Float32Array(0),
		labels: { start, product: Int32Array.from(product) }
	};
}

/** A table of the same kind as the files, for the slopes: gamma-like features, about one label in ten. */
export function randomTable({ rows, features, labels }: Shape): Table {
	const random = new Random('slopes');
	const x = Float32Array.from({ length: rows * features }, () => -Math.log((1 - random.next()) * (1 - random.next())));
	const weights = Float64Array.from({ length: features * labels }, () => 0.8 * random.normal());
	const y = new Uint8Array(rows * labels);
	for (let r = 0; r < rows; r++)
		for (let p = 0; p < labels; p++) {
			let score = -4;
			for (let f = 0; f < features; f++) score += 2 * weights[f * labels + p] * (Math.log1p(x[r * features + f]) - 1);
			if (random.next() < 1 / (1 + Math.exp(-score))) y[r * labels + p] = 1;
		}
	return { x, y };
}
