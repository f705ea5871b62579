import { LikelyError } from '../errors.js';
import { decodeBlend } from './blend/model.js';
import { boosted } from './boosted/index.js';
import { decodeCalibrated } from './calibrated.js';
import { forest } from './forest/index.js';
import { decodeNeighbours } from './neighbours/model.js';
import { decodeNeural } from './neural/model.js';
import { popularity } from './popularity.js';
import { decodeRenewal } from './renewal/decode.js';
import { decodeTransformer } from './transformer/model.js';
import type { EncodedModel, FamilyName, Model } from './types.js';

/** What predicting needs of each family; the ways to train, and what they load, stay out. */
const decoders: ReadonlyMap<FamilyName, (encoded: EncodedModel) => Model> = new Map([
	['popularity', popularity.decode],
	['forest', forest.decode],
	['boosted', boosted.decode],
	['renewal', decodeRenewal],
	['neighbours', decodeNeighbours],
	['neural', decodeNeural],
	['transformer', decodeTransformer],
	['blend', (encoded) => decodeBlend(encoded, decodeModel)]
]);

/** A working model from plain data, its calibration included. @throws LikelyError `model.damaged`, `model.unknown_family` */
export function decodeModel(encoded: EncodedModel): Model {
	return decodeCalibrated(encoded, (inner) => {
		const decode = decoders.get(inner.family);
		if (!decode) throw new LikelyError('model.unknown_family', { family: inner.family, known: [...decoders.keys()] });
		return decode(inner);
	});
}
