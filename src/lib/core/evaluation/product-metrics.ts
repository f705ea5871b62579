import type { Examples } from '../features/types.js';
import { Random } from '../random.js';
import { aucOf, averagePrecisionOf } from './ranking.js';
import { mergeClasses } from './score-groups.js';
import type { ProductMetrics } from './types.js';

/** Up to this many probabilities are kept for the ranking figures of single products. */
export const KEPT_PAIRS = 2 ** 26;
/** Products are read side by side, a cache line of float32 at a time. */
const BLOCK = 16;

/**
 * Sums per product over all rows, and the probabilities themselves for AUC and average precision. Where rows ×
 * products pass `KEPT_PAIRS` those two come from a seeded sample of as many rows as fit.
 */
export class ProductTally {
	readonly names: readonly string[];
	readonly asked: Uint32Array;
	readonly positives: Uint32Array;
	readonly loss: Float64Array;
	readonly baselineLoss: Float64Array;
	/** [kept rows × products] probabilities, NaN where the pair is not asked, and labels. */
	readonly p: Float32Array;
	readonly y: Uint8Array;
	kept = 0;
	readonly #keeps?: Uint8Array;

	constructor(examples: Examples, seed: number) {
		this.names = examples.book.products;
		const products = this.names.length;
		this.asked = new Uint32Array(products);
		this.positives = new Uint32Array(products);
		this.loss = new Float64Array(products);
		this.baselineLoss = new Float64Array(products);
		const most = Math.min(examples.rows, Math.floor(KEPT_PAIRS / Math.max(1, products)));
		this.p = new Float32Array(most * products);
		this.y = new Uint8Array(most * products);
		if (most < examples.rows) {
			const order = new Random(seed).fork('product-metrics').shuffle(Uint32Array.from({ length: examples.rows }, (_, r) => r));
			this.#keeps = new Uint8Array(examples.rows);
			for (let i = 0; i < most; i++) this.#keeps[order[i]] = 1;
		}
	}

	add(product: number, label: number, loss: number, baselineLoss: number): void {
		this.asked[product]++;
		this.positives[product] += label;
		this.loss[product] += loss;
		this.baselineLoss[product] += baselineLoss;
	}

	/** Keeps a row's probabilities; mark is [products] as `asked` gives it. */
	keep(row: number, p: Float32Array, offset: number, mark: Uint8Array): void {
		if (this.#keeps && !this.#keeps[row]) return;
		const products = this.names.length;
		const at = this.kept++ * products;
		for (let j = 0; j < products; j++) {
			this.p[at + j] = mark[j] === 2 ? NaN : p[offset + j];
			this.y[at + j] = mark[j];
		}
	}
}

/** Figures of every product, in the book's order. */
export function productMetrics(tally: ProductTally): ProductMetrics[] {
	const { names, asked, positives, loss, baselineLoss, p, y, kept } = tally;
	const products = names.length;
	const positive = Array.from({ length: BLOCK }, () => new Float32Array(kept));
	const negative = Array.from({ length: BLOCK }, () => new Float32Array(kept));
	const result: ProductMetrics[] = [];
	for (let first = 0; first < products; first += BLOCK) {
		const width = Math.min(BLOCK, products - first);
		const ofPositive = new Uint32Array(width);
		const ofNegative = new Uint32Array(width);
		for (let r = 0; r < kept; r++)
			for (let b = 0; b < width; b++) {
				const at = r * products + first + b;
				if (Number.isNaN(p[at])) continue;
				if (y[at]) positive[b][ofPositive[b]++] = p[at];
				else negative[b][ofNegative[b]++] = p[at];
			}
		for (let b = 0; b < width; b++) {
			const j = first + b;
			// Without a positive nothing can be ranked, and the sort is saved.
			const groups = ofPositive[b]
				? mergeClasses(positive[b].slice(0, ofPositive[b]), negative[b].slice(0, ofNegative[b]))
				: undefined;
			result.push({
				product: names[j],
				positives: positives[j],
				asked: asked[j],
				base_rate: positives[j] / asked[j],
				auc: groups ? aucOf(groups) : NaN,
				ap: groups ? averagePrecisionOf(groups) : NaN,
				log_loss: loss[j] / asked[j],
				skill: 1 - loss[j] / baselineLoss[j]
			});
		}
	}
	return result;
}
