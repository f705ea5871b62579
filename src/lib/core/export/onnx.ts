import { LikelyError } from '../errors.js';
import { isCalibrated } from '../models/calibrated.js';
import { decodeModel } from '../models/decode.js';
import { NeuralModel } from '../models/neural/model.js';
import { toOnnx } from '../models/neural/export/onnx.js';
import { TransformerModel } from '../models/transformer/model.js';
import { toTransformerOnnx } from '../models/transformer/export/onnx.js';
import { toTreesOnnx } from '../models/trees/export/onnx.js';
import { TreeModel } from '../models/trees/model.js';
import type { EncodedModel } from '../models/types.js';

/** A model as an .onnx file: trees calibrated, networks before calibration. Throws `model.no_export` for other families. */
export function onnxFile(encoded: EncodedModel): Uint8Array<ArrayBuffer> {
	const model = decodeModel(encoded);
	const raw = isCalibrated(model) ? model.raw : model;
	if (raw instanceof TreeModel) return toTreesOnnx(raw, isCalibrated(model) ? model.calibration.map : undefined);
	if (raw instanceof NeuralModel) return toOnnx(raw);
	if (raw instanceof TransformerModel) return toTransformerOnnx(raw);
	throw new LikelyError('model.no_export', { family: encoded.family });
}
