import { ALIKE, certaintyOf, LEVEL } from '../evaluation/interval.js';
import type { Certainty } from '../evaluation/interval.js';
import { selectRows } from '../features/examples.js';
import type { Split } from '../features/types.js';
import type { Model } from '../models/types.js';
import type { TrainedModel } from './types.js';

/** Pairs of held-out customers that are looked at: 16 MB of probabilities. */
const PAIRS = 4_000_000;

/** How sure a model is, by the validation customers. */
export function certaintyOn(model: Model, { train, validation }: Split): Certainty {
	const most = Math.max(1, Math.floor(PAIRS / validation.book.products.length));
	const rows = Math.min(validation.rows, most);
	const seen = rows === validation.rows ? validation : selectRows(validation, Int32Array.from({ length: rows }, (_, r) => r));
	return certaintyOf(model.predict(seen), seen, new Set(train.customer).size);
}

/** How sure a trained model is; of one that was trained before that was measured, by its number of customers alone. */
export function certaintyOfCard({ certainty, split }: Pick<TrainedModel, 'certainty' | 'split'>): Certainty {
	return certainty ?? { level: LEVEL, effective: ALIKE * Math.sqrt(Math.max(1, split.train)) };
}
