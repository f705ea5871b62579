import { pairLoss } from '../../evaluation/loss.js';
import { labelColumn, ignoredColumn } from '../../features/table.js';
import type { Examples } from '../../features/types.js';
import { labelCounts } from '../trees/examples.js';
import { growProducts } from './grow.js';
import type { Ground } from './grow.js';
import type { ForestOptions } from './index.js';

/** Smallest leaves that are tried: each four times the one before, as long as eight of them fit the rows. */
const LEAVES = [5, 20, 80, 320];
export const SMALLEST_LEAF = LEAVES[0];
const TRIAL_TREES = 30;
const TRIAL_PRODUCTS = 8;

/**
 * The smallest leaf whose trial forests (fewer trees, a few products from the best-selling down) have the lowest log
 * loss on the validation customers: where customers hardly differ, only large leaves hold more signal than noise.
 */
export async function chooseMinLeaf(
	ground: Ground,
	options: ForestOptions,
	validation: Examples,
	report: (done: number, total: number) => void
): Promise<number> {
	const leaves = LEAVES.filter((leaf, i) => i === 0 || 8 * leaf <= ground.train.rows);
	const products = trialProducts(ground);
	if (leaves.length === 1 || validation.rows === 0 || !validation.labels || !products.length) return leaves[0];
	let best = { leaf: leaves[0], loss: Infinity };
	for (const [i, minLeaf] of leaves.entries()) {
		const trial = { ...options, minLeaf, trees: Math.min(options.trees, TRIAL_TREES) };
		const { model } = await growProducts(ground, products, trial, (done, total) => report(i * total + done, leaves.length * total));
		const loss = lossOf(model.predict(validation), products, validation);
		if (loss < best.loss) best = { leaf: minLeaf, loss };
	}
	return best.leaf;
}

/** Products spread evenly over those with some buyers, from the best-selling down. */
function trialProducts({ train, labels }: Ground): number[] {
	const buyers = labelCounts(labels, train.book.products.length);
	const known = [...buyers.keys()].filter((product) => buyers[product] >= 20).sort((a, b) => buyers[b] - buyers[a] || a - b);
	const step = Math.max(1, known.length / TRIAL_PRODUCTS);
	return Array.from({ length: Math.min(known.length, TRIAL_PRODUCTS) }, (_, i) => known[Math.floor(i * step)]);
}

/** Mean negative log likelihood of p [rows × trial products] over the pairs that are asked. */
function lossOf(p: Float32Array, products: readonly number[], validation: Examples): number {
	let sum = 0;
	let pairs = 0;
	products.forEach((product, j) => {
		const label = labelColumn(validation, product);
		const ignored = ignoredColumn(validation, product);
		for (let row = 0; row < validation.rows; row++) {
			if (ignored[row]) continue;
			sum += pairLoss(p[row * products.length + j], label[row]);
			pairs++;
		}
	});
	return sum / pairs;
}
