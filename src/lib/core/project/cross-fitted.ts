import { calibrationFolds, crossCalibrate, crossFitCalibration } from '../evaluation/calibration.js';
import type { Split } from '../features/types.js';
import { isCalibrated } from '../models/calibrated.js';
import { familyOf } from '../models/families.js';
import type { Answers, Model } from '../models/types.js';

/**
 * A model's answers for validation customers as they would be had none of them calibrated it: what models are compared
 * and weighed by. Who was calibrated on training rows, or not at all, answers as ever; the others by maps that were
 * learned without the customer's fold, so that neither a bend of the map nor the choice among maps flatters anybody.
 */
export function crossFitted(model: Model, calibratedOn: 'training' | 'validation' | undefined, { validation }: Pick<Split, 'validation'>, rates: Float32Array, seed: number): Answers {
	if (calibratedOn !== 'validation' || !isCalibrated(model)) return (examples) => model.predict(examples);
	const raw = leftOut(model.raw, { validation }, seed);
	const folds = crossFitCalibration(raw(validation), validation, { seed, popularity: rates });
	return (examples) => crossCalibrate(folds, raw(examples), examples);
}

/** How a model that is not calibrated answers validation customers by what was chosen without them: what it is calibrated on. */
export function leftOut(model: Model, { validation }: Pick<Split, 'validation'>, seed: number): Answers {
	const own = familyOf(model.family).leftOut?.(model, validation, calibrationFolds(validation, { seed }));
	return own ?? ((examples) => model.predict(examples));
}
