import { alignedLoss } from '../evaluation/aligned-loss.js';
import { fitCalibration } from '../evaluation/calibration.js';
import { calibrated } from '../models/calibrated.js';
import { someCustomers } from '../models/neighbours/memory.js';
import type { Examples, Split } from '../features/types.js';
import type { Answers, Fitted } from '../models/types.js';
import { Random } from '../random.js';
import { leftOut } from './cross-fitted.js';

/**
 * The model as it is used. Where a family comes with probabilities for its training rows from parts that did not see
 * them, the calibration is learned there; otherwise on the validation customers, each by what
 * the family would have chosen without them. The members of a blend are calibrated. rates: [products] popularity.
 */
export function calibrateFitted({ model, outOfFold }: Fitted, { train, validation }: Pick<Split, 'train' | 'validation'>, rates: Float32Array, seed: number) {
	if (model.family === 'popularity' || model.family === 'blend') return { model };
	const calibratedOn = outOfFold ? ('training' as const) : ('validation' as const);
	const calibration = fitCalibration(outOfFold ?? leftOut(model, { validation }, seed)(validation), outOfFold ? train : validation, { seed, popularity: rates });
	return { model: calibrated(model, calibration), calibration, calibratedOn };
}

/** Pairs of validation customers that models are compared by, at most: 16 MB of probabilities. */
const MOST_COMPARED = 4_000_000;

/** What models are compared by: how well they tell validation customers who were left out, see `alignedLoss`. */
export function comparedLoss(answers: Answers, validation: Examples, seed: number): number {
	const rows = Math.max(1, Math.floor(MOST_COMPARED / validation.book.products.length));
	const compared = someCustomers(validation, rows, new Random(seed).fork('compared'));
	return alignedLoss(answers(compared), compared, seed);
}
