import type { TrainedModel } from '../../../src/lib/core/project/types.js';

/** The model as it was before calibration. */
export function withoutCalibration(card: TrainedModel): TrainedModel {
	const inner = <T>(entries: Readonly<Record<string, T>>) => Object.fromEntries(Object.entries(entries).filter(([name]) => !/^calibration($|\.)/.test(name)));
	const meta = inner(card.model.meta);
	const buffers = inner(card.model.buffers);
	return { ...card, model: { ...card.model, meta, buffers } };
}
