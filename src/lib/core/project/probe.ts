import { familyOf } from '../models/families.js';
import { someCustomers } from '../models/neighbours/memory.js';
import type { Split } from '../features/types.js';
import type { TaskPool } from '../parallel.js';
import type { Work } from '../progress.js';
import { Random } from '../random.js';
import { calibrateFitted, comparedLoss } from './calibrate-fitted.js';
import { crossFitted } from './cross-fitted.js';

const TREES = 40;
/** Pairs of a training row and a product that are learned from, at most: a second or two. */
const MOST_PAIRS = 1_000_000;

/**
 * What named features tell of validation customers: the log loss of a small forest, by the measure that models are
 * compared by. Where a model of whole histories was trained alone, it tells what that model leaves open.
 * rates: [products] popularity.
 */
export async function probedLoss(split: Split, rates: Float32Array, { seed, pool }: { readonly seed: number; readonly pool: TaskPool }, { signal }: Pick<Work, 'signal'>): Promise<number> {
	const { validation } = split;
	const rows = Math.max(1, Math.floor(MOST_PAIRS / validation.book.products.length));
	const train = someCustomers(split.train, rows, new Random(seed).fork('probed'));
	const fitted = await familyOf('forest').fit(train, { trees: TREES }, { seed, validation, report: () => {}, signal, pool });
	const { model, calibratedOn } = await calibrateFitted(fitted, { train, validation }, rates, seed);
	return comparedLoss(await crossFitted(model, calibratedOn, split, rates, seed), validation, seed);
}
