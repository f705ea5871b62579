import { LikelyError } from '../errors.js';
import type { Examples } from '../features/types.js';
import { Random } from '../random.js';
import { asked } from './asked.js';
import { skillInterval } from './bootstrap.js';
import { pairLoss } from './loss.js';
import { productMetrics, ProductTally } from './product-metrics.js';
import { aucOf, averagePrecisionOf, liftOf } from './ranking.js';
import { errorByChance, errorOf, reliabilityOf, reliabilityWithTails } from './reliability.js';
import type { ScoreGroups } from './score-groups.js';
import { mergeClasses, ScoreHistogram } from './score-groups.js';
import { ThresholdCounter } from './threshold-curve.js';
import { hitRateAt, ndcgAt, recallAt, topK } from './top-k.js';
import type { Report } from './types.js';

export interface EvaluateOptions {
	/** Where ads begin: pairs at or above it are counted as shown. */
	readonly threshold: number;
	readonly seed: number;
	/** Draws of the bootstrap over customers; 1000 unless told. */
	readonly bootstrap?: number;
}

/** Up to this many pairs are ranked exactly by sorting; more are counted in a histogram (see `ScoreHistogram`). */
const SORTED_PAIRS = 2 ** 22;
const TOP = 10;

/**
 * Scores probabilities chunk by chunk, so that customers × products need not fit in memory at once: `add` every row
 * once, in order, then `report`. Ignored pairs are left out everywhere.
 */
export class Evaluator {
	readonly #examples: Examples;
	readonly #options: EvaluateOptions;
	readonly #products: number;
	readonly #labels: (row: number) => Uint8Array;
	readonly #sorted?: { readonly positive: Float32Array; readonly negative: Float32Array };
	readonly #histogram?: ScoreHistogram;
	readonly #tally: ProductTally;
	readonly #thresholds: ThresholdCounter;
	readonly #customerLoss: Float64Array;
	readonly #customerBaseline: Float64Array;
	#rows = 0;
	#pairs = 0;
	#positives = 0;
	#brier = 0;
	#above = 0;
	#aboveBought = 0;
	#baskets = 0;
	#recall = 0;
	#ndcg = 0;
	#hits = 0;

	/** Throws `evaluation.no_labels` where the answers are not known. */
	constructor(examples: Examples, options: EvaluateOptions) {
		this.#examples = examples;
		this.#options = options;
		this.#products = examples.book.products.length;
		this.#labels = asked(examples);
		const most = examples.rows * this.#products;
		const positives = examples.labels?.product.length ?? 0;
		if (most <= SORTED_PAIRS)
			this.#sorted = { positive: new Float32Array(positives), negative: new Float32Array(most) };
		else this.#histogram = new ScoreHistogram();
		this.#tally = new ProductTally(examples, options.seed);
		this.#thresholds = new ThresholdCounter(examples.book.customers.length);
		this.#customerLoss = new Float64Array(examples.book.customers.length);
		this.#customerBaseline = new Float64Array(examples.book.customers.length);
	}

	/**
	 * The next rows. p: [added rows × products]. baseline: the same shape, or [products] where it is the same for every
	 * row. Throws `evaluation.not_a_probability` {row, product} where p is not within [0, 1].
	 */
	add(p: Float32Array, baseline: Float32Array): void {
		const products = this.#products;
		const threshold = Math.fround(this.#options.threshold);
		const rows = p.length / products;
		// One baseline for all rows: its logarithms are taken once.
		const same = baseline.length === products ? [0, 1].map((label) => Float64Array.from(baseline, (q) => pairLoss(q, label))) : undefined;
		for (let r = 0; r < rows; r++, this.#rows++) {
			const mark = this.#labels(this.#rows);
			const customer = this.#examples.customer[this.#rows];
			const offset = r * products;
			let ours = 0;
			let theirs = 0;
			for (let j = 0; j < products; j++) {
				const label = mark[j];
				if (label === 2) continue;
				const probability = p[offset + j];
				if (!(probability >= 0 && probability <= 1))
					throw new LikelyError('evaluation.not_a_probability', { row: this.#rows, product: j });
				const loss = pairLoss(probability, label);
				const baselineLoss = same ? same[label][j] : pairLoss(baseline[offset + j], label);
				ours += loss;
				theirs += baselineLoss;
				this.#tally.add(j, label, loss, baselineLoss);
				this.#brier += (probability - label) * (probability - label);
				this.#thresholds.add(customer, probability, label);
				if (probability >= threshold) {
					this.#above++;
					this.#aboveBought += label;
				}
				if (this.#sorted) {
					if (label) this.#sorted.positive[this.#positives] = probability;
					else this.#sorted.negative[this.#pairs - this.#positives] = probability;
				} else this.#histogram?.add(probability, label);
				this.#pairs++;
				this.#positives += label;
			}
			this.#customerLoss[customer] += ours;
			this.#customerBaseline[customer] += theirs;
			this.#tally.keep(this.#rows, p, offset, mark);
			this.#rank(p, offset, mark);
		}
	}

	#rank(p: Float32Array, offset: number, mark: Uint8Array): void {
		const { labels } = this.#examples;
		if (!labels) return;
		const basket = new Set<number>();
		for (let i = labels.start[this.#rows]; i < labels.start[this.#rows + 1]; i++)
			if (mark[labels.product[i]] === 1) basket.add(labels.product[i]);
		if (!basket.size) return;
		const skip = this.#examples.entryIgnored ? mark.map((label) => (label === 2 ? 1 : 0)) : undefined;
		const ranked = topK(p, offset, this.#products, TOP, skip);
		this.#baskets++;
		this.#recall += recallAt(ranked, basket, TOP);
		this.#ndcg += ndcgAt(ranked, basket, TOP);
		this.#hits += hitRateAt(ranked, basket, TOP);
	}

	#groups(): ScoreGroups {
		if (this.#histogram) return this.#histogram.groups();
		const empty = new Float32Array(0);
		const { positive, negative } = this.#sorted ?? { positive: empty, negative: empty };
		return mergeClasses(
			positive.slice(0, this.#positives),
			negative.slice(0, this.#pairs - this.#positives)
		);
	}

	/** Everything that was added, as a report. Throws `evaluation.rows` {expected, added} where rows are missing. */
	report(): Report {
		if (this.#rows !== this.#examples.rows)
			throw new LikelyError('evaluation.rows', { expected: this.#examples.rows, added: this.#rows });
		const { seed, bootstrap = 1000 } = this.#options;
		const seen = new Uint8Array(this.#customerLoss.length);
		for (let r = 0; r < this.#rows; r++) seen[this.#examples.customer[r]] = 1;
		const ours = this.#customerLoss.filter((_, c) => seen[c]);
		const theirs = this.#customerBaseline.filter((_, c) => seen[c]);
		const total = (sums: Float64Array) => sums.reduce((a, b) => a + b, 0);
		const interval = skillInterval(ours, theirs, new Random(seed).fork('bootstrap'), bootstrap);
		const groups = this.#groups();
		const perProduct = productMetrics(this.#tally);
		return {
			rows: this.#rows,
			products: this.#products,
			base_rate: this.#positives / this.#pairs,
			metrics: {
				auc_macro: meanDefined(perProduct.map((product) => product.auc)),
				auc_micro: aucOf(groups),
				ap_macro: meanDefined(perProduct.map((product) => product.ap)),
				ap_micro: averagePrecisionOf(groups),
				log_loss: total(ours) / this.#pairs,
				skill: 1 - total(ours) / total(theirs),
				skill_low: interval.low,
				skill_high: interval.high,
				brier: this.#brier / this.#pairs,
				ece: errorOf(reliabilityOf(groups)),
				ece_by_chance: errorByChance(groups),
				lift10: liftOf(groups, 0.1),
				'recall@10': this.#recall / this.#baskets,
				'ndcg@10': this.#ndcg / this.#baskets,
				'phr@10': this.#hits / this.#baskets,
				above_threshold: this.#above,
				precision_above_threshold: this.#aboveBought / this.#above
			},
			perProduct,
			reliability: reliabilityWithTails(groups),
			thresholds: this.#thresholds.curve()
		};
	}
}

/** Mean of the numbers that are not NaN; NaN of none. */
function meanDefined(values: readonly number[]): number {
	const defined = values.filter((value) => !Number.isNaN(value));
	return defined.reduce((a, b) => a + b, 0) / defined.length;
}
