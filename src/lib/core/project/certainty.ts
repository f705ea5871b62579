import { ALIKE, certaintyOf, effectiveLeavingOpen, LEVEL } from '../evaluation/interval.js';
import type { Certainty } from '../evaluation/interval.js';
import { selectRows } from '../features/examples.js';
import type { Examples, Split } from '../features/types.js';
import { decodeModel } from '../models/decode.js';
import type { Model } from '../models/types.js';
import type { TrainedModel } from './types.js';

/** Pairs of held-out customers that are looked at: 16 MB of probabilities. */
const PAIRS = 4_000_000;

/** The first rows, as many as are looked at. */
function someRows(examples: Examples): Examples {
	const most = Math.max(1, Math.floor(PAIRS / examples.book.products.length));
	return examples.rows <= most ? examples : selectRows(examples, Int32Array.from({ length: most }, (_, r) => r));
}

/** How sure a model is, by the validation customers. */
export function certaintyOn(model: Model, { train, validation }: Split): Certainty {
	const seen = someRows(validation);
	return certaintyOf(model.predict(seen), seen, new Set(train.customer).size);
}

/**
 * Trained models, less sure where another of them tells validation customers better: what that one knows more, this one
 * leaves open. No model is made surer. probed: the same log loss of another model that is not kept.
 */
export function certainlyBeside(models: readonly TrainedModel[], { validation }: Split, probed = Infinity): TrainedModel[] {
	const best = Math.min(probed, ...models.map(({ validationLogLoss }) => validationLogLoss));
	return models.map((trained) => {
		const open = trained.validationLogLoss - best;
		if (!trained.certainty || !(open > 0)) return trained;
		const { effective } = trained.certainty;
		const most = effectiveLeavingOpen(decodeModel(trained.model).predict(someRows(validation)), open);
		return most < effective ? { ...trained, certainty: { ...trained.certainty, effective: most } } : trained;
	});
}

/** How sure a trained model is; of one that was trained before that was measured, by its number of customers alone. */
export function certaintyOfCard({ certainty, split }: Pick<TrainedModel, 'certainty' | 'split'>): Certainty {
	return certainty ?? { level: LEVEL, effective: ALIKE * Math.sqrt(Math.max(1, split.train)) };
}
