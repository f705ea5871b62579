import { LikelyError } from '../../errors.js';
import type { Calibration } from '../../evaluation/calibration.js';
import { decodeCalibrated } from '../../models/calibrated.js';
import type { CalibratedModel } from '../../models/calibrated.js';
import { decodeNeural } from '../../models/neural/model.js';
import type { Network } from '../../models/neural/predictor.js';
import { decodeTreeModel } from '../../models/trees/model.js';
import type { TreeModelParts } from '../../models/trees/model.js';
import { popularity } from '../../models/popularity.js';
import type { EncodedModel, Model } from '../../models/types.js';
import { sqlFamilies } from './targets.js';

/** A model taken apart: what it computes, and the calibration around it. */
export interface TakenApart {
	readonly calibration?: Calibration;
	readonly trees?: TreeModelParts;
	readonly network?: Network;
	/** [products] of a model that answers everybody the same. */
	readonly rates?: Float32Array;
}

/**
 * Takes an encoded model apart. Throws `export.sql_family` {family, known} for one that SQL has no words for: it compares
 * customers or reads orders one by one. Throws `model.damaged` as decoding does.
 */
export function takeApart(encoded: EncodedModel): TakenApart {
	let parts: Omit<TakenApart, 'calibration'> = {};
	const model = decodeCalibrated(encoded, (inner): Model => {
		switch (inner.family) {
			case 'forest':
			case 'boosted': {
				const found = decodeTreeModel(inner, inner.family, inner.family === 'forest' ? 'mean' : 'logistic');
				parts = { trees: found.parts };
				return found;
			}
			case 'neural': {
				const found = decodeNeural(inner);
				parts = { network: found.network };
				return found;
			}
			case 'popularity': {
				const found = popularity.decode(inner);
				parts = { rates: Float32Array.from(inner.products, (_, product) => found.predictProduct(product, new Float32Array(0), 1)[0]) };
				return found;
			}
			default:
				throw new LikelyError('export.sql_family', { family: inner.family, known: sqlFamilies });
		}
	});
	return { ...parts, ...('calibration' in model && { calibration: (model as CalibratedModel).calibration }) };
}
