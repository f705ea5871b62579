import { dealFolds } from '../../evaluation/calibration-pairs.js';
import { labelMatrix } from '../../features/table.js';
import type { Examples } from '../../features/types.js';
import type { Random } from '../../random.js';
import { scoreRow } from './affinity.js';
import type { Affinity } from './affinity.js';
import { Moments, sumOf } from './moments.js';

/** What was chosen once: of which products, and how much weights are held back, in rows. */
export interface AffinityChoice {
	readonly products: Int32Array;
	readonly ridge: number;
}

export interface FittedAffinity extends AffinityChoice {
	readonly affinity: Affinity;
	/** [rows × columns] as told by other customers. */
	readonly outOfFold: Float32Array;
}

const FOLDS = 5;
const RIDGES = [1, 10, 100, 1000];
/** Rows that each weight takes at least: the usual ten events per variable (Peduzzi et al. 1996). */
const ROWS_PER_WEIGHT = 10;
/** Rows × products that a column each is laid out for. */
const MOST_CELLS = 1_000_000;
/** Standard errors by which free weights have to be better than equal ones, and than none: one in a hundred by chance. */
const SURE = 2.326;

/**
 * Learns which products say what of which others, from rows labelled with what an order holds: ridge regression on
 * flags of what was ever bought, each product left out of its own (item-to-item linear models: Ning and Karypis 2011;
 * in closed form: Steck 2019). Of each product, whether it matters which others were bought, beyond how many, and how much weights are held
 * back, is chosen by how well customers are told by others. Undefined where it matters for none, or rows are too few or
 * too many for all products. choice: what was chosen before.
 */
export function fitAffinity(orders: Examples, random: Random, choice?: AffinityChoice): FittedAffinity | undefined {
	const count = orders.book.products.length;
	if (count < 2 || orders.rows < ROWS_PER_WEIGHT * count || orders.rows * count > MOST_CELLS) return undefined;
	const foldOf = dealFolds(orders, FOLDS, random);
	const fold = Int32Array.from(orders.customer, (c) => foldOf[c]);
	const told = Moments.of(orders, fold);
	const all = sumOf(told);
	const others = told.map((_, out) => sumOf(told.filter((_, own) => own !== out)));
	const weightsBy = (ridge: number) => others.map((moments) => moments.free(ridge));
	const { products, ridge } = choice ?? choose(orders, fold, others, weightsBy);
	if (!products.length) return undefined;
	const affinityOf = (weights: Float64Array): Affinity => ({ products, weights: Float64Array.from(Array.from(products, (p) => [...weights.subarray(p * (1 + count), (p + 1) * (1 + count))]).flat()) });
	const byFold = weightsBy(ridge).map(affinityOf);
	const outOfFold = new Float32Array(orders.rows * products.length);
	for (let r = 0; r < orders.rows; r++) scoreRow(byFold[fold[r]], orders, r, outOfFold);
	return { affinity: affinityOf(all.free(ridge)), outOfFold, products, ridge };
}

/** The ridge with the least loss, and the products that free weights tell better than others do. others: [folds] all but it. */
function choose(orders: Examples, fold: Int32Array, others: readonly Moments[], weightsBy: (ridge: number) => readonly Float64Array[]): AffinityChoice {
	const tried = RIDGES.map((ridge) => {
		const loss = lossesOf(orders, fold, weightsBy(ridge));
		return { ridge, loss, total: loss.reduce((sum, own) => sum + own, 0) };
	});
	const { ridge, loss } = tried.reduce((a, b) => (b.total < a.total ? b : a));
	const rivals = [others.map((moments) => moments.equal()), others.map((moments) => moments.none())];
	const isBetter = rivals.map((weights) => surelyBetter(loss, lossesOf(orders, fold, weights), orders));
	return { ridge, products: Int32Array.from(orders.book.products.keys()).filter((p) => isBetter.every((of) => of[p])) };
}

/** [rows × products] squared errors where each fold is told by weights of its own. */
function lossesOf(orders: Examples, fold: Int32Array, weights: readonly Float64Array[]): Float64Array {
	const count = orders.book.products.length;
	const products = Int32Array.from({ length: count }, (_, p) => p);
	const label = labelMatrix(orders);
	const score = new Float32Array(orders.rows * count);
	for (let r = 0; r < orders.rows; r++) scoreRow({ products, weights: weights[fold[r]] }, orders, r, score);
	return Float64Array.from(score, (own, i) => (label[i] - own) ** 2);
}

/** [products] whether its loss is lower than the other by more than chance, standard errors over customers. [rows × products] */
function surelyBetter(loss: Float64Array, other: Float64Array, { customer, book }: Examples): boolean[] {
	const count = book.products.length;
	return book.products.map((_, p) => {
		const gain = new Map<number, number>();
		customer.forEach((c, r) => gain.set(c, (gain.get(c) ?? 0) + other[r * count + p] - loss[r * count + p]));
		let [sum, squares] = [0, 0];
		for (const own of gain.values()) {
			sum += own;
			squares += own * own;
		}
		return sum > SURE * Math.sqrt(Math.max(0, squares - (sum * sum) / gain.size));
	});
}
