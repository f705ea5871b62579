import { LikelyError } from '../../core/errors.js';
import type { TrainedModel } from '../../core/project/types.js';
import { writeZip } from '../../core/project/zip.js';
import type { ModelFormat } from './training-engine.js';

/** A network's weights as a file that other programs read. Throws `model.no_export` for families that are no such network. */
export async function modelFile({ family, model }: TrainedModel, format: ModelFormat): Promise<Blob> {
	if (family !== 'neural') throw new LikelyError('model.no_export', { family });
	const { decodeNeural } = await import('../../core/models/neural/model.js');
	const network = decodeNeural(model);
	if (format === 'onnx') {
		const { toOnnx } = await import('../../core/models/neural/export/onnx.js');
		return new Blob([toOnnx(network)], { type: 'application/octet-stream' });
	}
	const { toLayersModel } = await import('../../core/models/neural/export/layers.js');
	const files = toLayersModel(network);
	const parts = new Map([
		['model.json', new TextEncoder().encode(files['model.json'])],
		['weights.bin', files['weights.bin']]
	]);
	return new Blob([writeZip(parts)], { type: 'application/zip' });
}
