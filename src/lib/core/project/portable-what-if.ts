import { Intervals } from '../evaluation/interval.js';
import type { IntervalTable } from '../evaluation/interval.js';
import type { FeatureSet } from '../features/types.js';
import { decodeModel } from '../models/decode.js';
import type { EncodedModel } from '../models/types.js';
import type { Usual } from './usual.js';
import { WhatIfAnswers } from './what-if-answers.js';
import type { WhatIf } from './what-if.js';

/** Everything that answers to single values take, as plain data: it can be posted to another thread. */
export interface PortableWhatIf {
	readonly model: EncodedModel;
	readonly features: FeatureSet;
	readonly named?: FeatureSet;
	readonly products: readonly string[];
	readonly seed: number;
	readonly intervals: IntervalTable;
	readonly usual: readonly (Usual | undefined)[];
}

/** What a page may answer by itself: single values always, and the impacts of all products at once where these are as quick. */
export interface PageMaterial extends PortableWhatIf {
	readonly answersAll: boolean;
}

/** The model's numbers are not copied. */
export function packed({ predictor, answers }: WhatIf): PortableWhatIf {
	const { features, named, products, seed, intervals, usual } = answers.material;
	return { model: predictor.card.model, features, ...(named && { named }), products, seed, intervals: intervals.table, usual };
}

/** Answers as those of the what-if that was packed, to the bit. Throws `model.damaged`. */
export function unpacked({ model, intervals, ...rest }: PortableWhatIf): WhatIfAnswers {
	return new WhatIfAnswers({ ...rest, model: decodeModel(model), intervals: new Intervals(intervals) });
}

/** Bytes of a model's numbers. */
export function bytesOf({ buffers }: EncodedModel): number {
	return Object.values(buffers).reduce((sum, buffer) => sum + buffer.byteLength, 0);
}
