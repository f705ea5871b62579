import type { Examples, FeatureDefinition } from '../../../../src/lib/core/features/types.js';
import { Random } from '../../../../src/lib/core/random.js';
import { tinyBook } from '../../evaluation/tiny.js';

const definition = (
	name: string,
	scope: FeatureDefinition['scope'],
	kind: FeatureDefinition['kind'] = 'number',
	values?: readonly string[]
): FeatureDefinition => ({ name, scope, kind, unit: '', meaning: name, source: 'test', values });

/**
 * Made-up examples with known structure: product p is bought by those with much of customer feature p % 3, in its own
 * region, or who bought it before. The chance of each pair stands in `truth` [rows × products].
 */
export function shop(rows: number, products: number, seed = 1): { examples: Examples; truth: Float64Array } {
	const random = new Random(seed);
	const features = {
		customer: [
			definition('a', 'customer'),
			definition('b', 'customer'),
			definition('c', 'customer'),
			definition('region', 'customer', 'category', ['N', 'S', 'E', 'W'])
		],
		product: [definition('purchases', 'product'), definition('gap', 'product')]
	};
	const x = new Float32Array(rows * 4);
	const start = [0];
	const bought: number[] = [];
	const entryX: number[] = [];
	const labelStart = [0];
	const labels: number[] = [];
	const truth = new Float64Array(rows * products);
	for (let r = 0; r < rows; r++) {
		for (let c = 0; c < 3; c++) x[r * 4 + c] = random.next() < 0.1 ? NaN : Math.round(random.normal() * 100) / 100;
		x[r * 4 + 3] = random.next() < 0.05 ? NaN : random.integer(4);
		for (let p = 0; p < products; p++) {
			const had = random.next() < 0.3;
			if (had) {
				bought.push(p);
				entryX.push(1 + random.integer(5), random.next() < 0.3 ? NaN : random.integer(90));
			}
			const value = x[r * 4 + (p % 3)];
			const score = -2 + (value > 0.5 ? 2 : 0) + (x[r * 4 + 3] === p % 4 ? 1.5 : 0) + (had ? 1 : 0);
			const chance = 1 / (1 + Math.exp(-score));
			truth[r * products + p] = chance;
			if (random.next() < chance) labels.push(p);
		}
		start.push(bought.length);
		labelStart.push(labels.length);
	}
	const examples: Examples = {
		book: tinyBook(rows, products),
		question: { kind: 'next-order' },
		features,
		rows,
		customer: Int32Array.from({ length: rows }, (_, r) => r),
		cut: new Int32Array(rows),
		asOf: new Float64Array(rows),
		x,
		entries: { start: Int32Array.from(start), product: Int32Array.from(bought) },
		entryX: Float32Array.from(entryX),
		absentX: Float32Array.of(0, NaN),
		labels: { start: Int32Array.from(labelStart), product: Int32Array.from(labels) }
	};
	return { examples, truth };
}

/** Mean squared distance of two tables. */
export function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
	return sum / a.length;
}
