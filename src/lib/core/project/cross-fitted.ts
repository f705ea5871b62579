import { calibrationFolds, crossCalibrate, crossCalibrationTurns, TURNS } from '../evaluation/calibration.js';
import type { Split } from '../features/types.js';
import { isCalibrated } from '../models/calibrated.js';
import { familyOf } from '../models/families.js';
import type { Answers, Model } from '../models/types.js';
import { inTurns, silent } from '../progress.js';
import { answersTo } from './blocks.js';

/**
 * A model's answers for validation customers as they would be had none of them calibrated it: what models are compared
 * and weighed by. Who was calibrated on training rows, or not at all, answers as ever; the others by maps that were
 * learned without the customer's fold, so that neither a bend of the map nor the choice among maps flatters anybody. Others get their turn in between. Throws the abort of a cancelled
 * signal.
 */
export async function crossFitted(model: Model, calibratedOn: 'training' | 'validation' | undefined, { validation }: Pick<Split, 'validation'>, rates: Float32Array, seed: number, work = silent): Promise<Answers> {
	if (calibratedOn !== 'validation' || !isCalibrated(model)) return (examples) => model.predict(examples);
	const raw = leftOut(model.raw, { validation }, seed);
	const turns = crossCalibrationTurns(await answersTo(validation, raw, work), validation, { seed, popularity: rates });
	const folds = await inTurns(turns, 'maps', 5 * TURNS, work);
	return (examples) => crossCalibrate(folds, raw(examples), examples);
}

/** How a model that is not calibrated answers validation customers by what was chosen without them: what it is calibrated on. */
export function leftOut(model: Model, { validation }: Pick<Split, 'validation'>, seed: number): Answers {
	const own = familyOf(model.family).leftOut?.(model, validation, calibrationFolds(validation, { seed }));
	return own ?? ((examples) => model.predict(examples));
}
