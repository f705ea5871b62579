import { alignedLoss } from '../evaluation/aligned-loss.js';
import { calibrationTurns, TURNS } from '../evaluation/calibration.js';
import { calibrated } from '../models/calibrated.js';
import { someCustomers } from '../models/neighbours/memory.js';
import type { Examples, Split } from '../features/types.js';
import type { Answers, Fitted } from '../models/types.js';
import { inTurns, silent } from '../progress.js';
import { Random } from '../random.js';
import { answersTo } from './blocks.js';
import { leftOut } from './cross-fitted.js';

/**
 * The model as it is used. Where a family comes with probabilities for its training rows from parts that did not see
 * them, the calibration is learned there; otherwise on the validation customers, each by what
 * the family would have chosen without them. The members of a blend are calibrated. rates: [products] popularity.
 * Others get their turn in between. Throws the abort of a cancelled signal.
 */
export async function calibrateFitted({ model, outOfFold }: Fitted, { train, validation }: Pick<Split, 'train' | 'validation'>, rates: Float32Array, seed: number, work = silent) {
	if (model.family === 'popularity' || model.family === 'blend') return { model };
	const calibratedOn = outOfFold ? ('training' as const) : ('validation' as const);
	const p = outOfFold ?? (await answersTo(validation, leftOut(model, { validation }, seed), work));
	const turns = calibrationTurns(p, outOfFold ? train : validation, { seed, popularity: rates });
	const calibration = await inTurns(turns, 'maps', TURNS, work);
	return { model: calibrated(model, calibration), calibration, calibratedOn };
}

/** Pairs of validation customers that models are compared by, at most: 16 MB of probabilities. */
const MOST_COMPARED = 4_000_000;

/** What models are compared by: how well they tell validation customers who were left out, see `alignedLoss`. */
export async function comparedLoss(answers: Answers, validation: Examples, seed: number, work = silent): Promise<number> {
	const rows = Math.max(1, Math.floor(MOST_COMPARED / validation.book.products.length));
	const compared = someCustomers(validation, rows, new Random(seed).fork('compared'));
	return alignedLoss(await answersTo(compared, answers, work), compared, seed);
}
