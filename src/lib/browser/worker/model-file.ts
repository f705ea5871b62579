import { LikelyError } from '../../core/errors.js';
import type { Project, TrainedModel } from '../../core/project/types.js';
import { writeZip } from '../../core/project/zip.js';
import type { ModelFormat } from './training-engine.js';

/**
 * A model as a file that other programs read: trees or a network's weights, or SQL scripts in a zip. Throws
 * `model.no_export` for families that the format has no words for, and what `sqlFiles` throws.
 */
export async function modelFile(project: Project, trained: TrainedModel, format: ModelFormat): Promise<Blob> {
	if (format === 'onnx' || format === 'layers') return weightsFile(trained, format);
	const { sqlFiles } = await import('../../core/export/sql/index.js');
	const texts = sqlFiles(project, trained, { dialect: format });
	return zipOf([...texts].map(([name, text]) => [name, new TextEncoder().encode(text)]));
}

async function weightsFile({ family, model }: TrainedModel, format: 'onnx' | 'layers'): Promise<Blob> {
	if (format === 'onnx') {
		const { onnxFile } = await import('../../core/export/onnx.js');
		return new Blob([onnxFile(model)], { type: 'application/octet-stream' });
	}
	if (family !== 'neural') throw new LikelyError('model.no_export', { family });
	const { decodeNeural } = await import('../../core/models/neural/model.js');
	const { toLayersModel } = await import('../../core/models/neural/export/layers.js');
	const files = toLayersModel(decodeNeural(model));
	return zipOf([
		['model.json', new TextEncoder().encode(files['model.json'])],
		['weights.bin', files['weights.bin']]
	]);
}

const zipOf = (parts: readonly (readonly [name: string, bytes: Uint8Array])[]) => new Blob([writeZip(new Map(parts))], { type: 'application/zip' });
