import { pairLoss } from '../../evaluation/loss.js';
import type { Examples } from '../../features/types.js';
import { binExamples, productBins, productLabels, productWeight } from '../trees/examples.js';
import { sigmoid } from '../trees/logistic.js';
import type { TreeModel } from '../trees/model.js';
import { predictBoosted, sumTrees } from '../trees/predict.js';
import type { Binned, Trees } from '../trees/types.js';
import type { Answers } from '../types.js';

/** Rows times trees of a product that are looked at, about; of more, every second, third… tree may be the last. */
const MOST_LOOKS = 2_000_000;

/** Trees `from` to `to` - 1 of one product, with what is known of the rows that say when to stop. */
export interface Watching {
	readonly trees: Trees;
	readonly from: number;
	readonly to: number;
	readonly base: number;
	readonly binned: Binned;
	readonly label: Uint8Array;
	/** [rows] 0 where the pair is not asked. */
	readonly weight?: ArrayLike<number>;
	/** [rows] fold of the row's customer. */
	readonly fold: ArrayLike<number>;
	readonly folds: number;
}

/** [folds] where the trees end for each fold: after the best one by all other folds, and one at least. */
function stopsByOthers({ trees, from, to, base, binned, label, weight, fold, folds }: Watching): Int32Array {
	const step = Math.max(1, Math.ceil((binned.rows * (to - from)) / MOST_LOOKS));
	const margin = new Float64Array(binned.rows).fill(base);
	const least = new Float64Array(folds).fill(Infinity);
	const stops = new Int32Array(folds).fill(to);
	for (let tree = from; tree < to; tree += step) {
		const end = Math.min(to, tree + step);
		const added = sumTrees(trees, binned, tree, end);
		const own = new Float64Array(folds);
		for (let row = 0; row < margin.length; row++) {
			margin[row] += added[row];
			if (weight?.[row] !== 0 && fold[row] >= 0) own[fold[row]] += pairLoss(sigmoid(margin[row]), label[row]);
		}
		const all = own.reduce((a, b) => a + b, 0);
		for (let k = 0; k < folds; k++) {
			if (!(all - own[k] < least[k])) continue;
			least[k] = all - own[k];
			stops[k] = end;
		}
	}
	return stops;
}

/**
 * Whether trees are better than the product's rate alone, by more than a standard error over customers, where each
 * customer is answered by as many trees as the others would choose. Of hundreds of products that nobody's history
 * tells, some seem to gain by chance, by whoever chose when to stop. customer: [rows].
 */
export function isWorthTrees(watching: Watching, customer: ArrayLike<number>): boolean {
	const { trees, from, base, binned, label, weight, fold } = watching;
	const stops = stopsByOthers(watching);
	const rate = sigmoid(base);
	const told = new Map(Array.from(new Set(stops), (stop) => [stop, predictBoosted(trees, base, binned, from, stop)]));
	const gain = new Map<number, number>();
	for (let row = 0; row < binned.rows; row++) {
		const p = told.get(stops[fold[row]])?.[row];
		if (p === undefined || weight?.[row] === 0) continue;
		gain.set(customer[row], (gain.get(customer[row]) ?? 0) + pairLoss(rate, label[row]) - pairLoss(p, label[row]));
	}
	let sum = 0;
	let squares = 0;
	for (const g of gain.values()) {
		sum += g;
		squares += g * g;
	}
	return sum > Math.sqrt(squares - (sum * sum) / Math.max(1, gain.size));
}

/**
 * A boosted model's answers for the customers that told it when to stop, each with the number of trees that the other
 * folds would have chosen, of those that it keeps: what it is calibrated and compared by. foldOf: [customers of the
 * book], -1 for all who did not watch; they are answered as ever.
 */
export function stoppedByOthers(model: TreeModel, watched: Examples, foldOf: Int8Array): Answers {
	const { bins, trees, first, base } = model.parts;
	const folds = foldOf.reduce((most, fold) => Math.max(most, fold), -1) + 1;
	const table = binExamples(bins, watched);
	const labelOf = watched.labels && productLabels(watched.labels, watched.book.products.length);
	const fold = watched.customer.map((c) => foldOf[c]);
	const stops = model.products.map((_, p) => {
		const watching = { trees, from: first[p], to: first[p + 1], base: base[p], binned: productBins(table, p), weight: productWeight(table, p), fold, folds };
		return stopsByOthers({ ...watching, label: labelOf?.(p) ?? new Uint8Array(watched.rows) });
	});
	return (examples) => {
		const asked = binExamples(bins, examples);
		const products = model.products.length;
		const out = new Float32Array(examples.rows * products);
		for (let p = 0; p < products; p++) {
			const binned = productBins(asked, p);
			const answers = new Map<number, Float32Array>();
			for (let row = 0; row < examples.rows; row++) {
				const own = foldOf[examples.customer[row]];
				const stop = own < 0 ? first[p + 1] : stops[p][own];
				let told = answers.get(stop);
				if (!told) answers.set(stop, (told = predictBoosted(trees, base[p], binned, first[p], stop)));
				out[row * products + p] = told[row];
			}
		}
		return out;
	};
}
