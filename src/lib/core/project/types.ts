import type { Mapping, Quality } from '../data/types.js';
import type { Certainty } from '../evaluation/interval.js';
import type { Report, Verdict } from '../evaluation/types.js';
import type { OrderBook, Question } from '../features/types.js';
import type { EncodedModel, FamilyName } from '../models/types.js';

/** A trained and evaluated model with everything its card says. */
export interface TrainedModel {
	readonly id: string;
	/** ISO 8601, UTC. */
	readonly time: string;
	readonly family: FamilyName;
	readonly seed: number;
	readonly question: Question;
	readonly options: Readonly<Record<string, unknown>>;
	readonly split: { readonly train: number; readonly validation: number; readonly test: number };
	readonly seconds: { readonly train: number; readonly predict: number };
	readonly facts: Readonly<Record<string, string | number>>;
	readonly curve: readonly { readonly train: number; readonly validation: number }[];
	/** Mean log loss on the validation customers, who are left out of what is fitted on them: what `auto` compares. */
	readonly validationLogLoss: number;
	/** Whose rows its calibration was learned from; undefined without one of its own. */
	readonly calibratedOn?: 'training' | 'validation';
	/** On the test customers. */
	readonly report: Report;
	readonly verdict: Verdict;
	/** How wide the intervals of its probabilities are; undefined in models that were trained before there were any. */
	readonly certainty?: Certainty;
	/** Calibration is part of it. */
	readonly model: EncodedModel;
}

/** One shop: its data, the question and the models. Plain data: it can be stored, transferred and written to a file. */
export interface Project {
	readonly id: string;
	readonly name: string;
	readonly created: string;
	readonly mapping: Mapping;
	readonly quality: Quality;
	readonly book: OrderBook;
	readonly question: Question;
	readonly seed: number;
	readonly threshold: number;
	readonly models: readonly TrainedModel[];
	/** Id of the model that predictions use. */
	readonly chosen?: string;
}
