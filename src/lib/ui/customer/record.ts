import type { Explanation, Impact, ParameterValue } from '$lib/core/explanation/types.js';
import type { ModelCard, ProjectCard } from '$lib/core/project/cards.js';
import { createRecord } from '$lib/core/history/record.js';
import type { PredictionRecord } from '$lib/core/history/types.js';
import { familyNames } from '../words/models.js';
import { questionSentence } from '../words/question.js';
import { isoDay } from '../words/time.js';

/** What is known at the moment that a prediction is kept. */
export interface Kept {
	readonly project: ProjectCard;
	readonly model: ModelCard;
	/** Empty for an invented customer. */
	readonly customer: string;
	readonly hypothetical: boolean;
	/** Days since 1970-01-01. */
	readonly asOf: number;
	readonly parameters: Readonly<Record<string, ParameterValue>>;
	readonly explanation: Explanation;
	readonly ruleImpacts: readonly Impact[];
	readonly note?: string;
}

/** A history record of one product's prediction, made now. Only in a browser: it takes the clock and a random id. */
export function recordNow({ project, model, asOf, ...kept }: Kept): PredictionRecord {
	const name = project.productNames?.[project.products.indexOf(kept.explanation.product)];
	return createRecord({
		...kept,
		id: crypto.randomUUID(),
		time: new Date().toISOString(),
		project: project.id,
		model: familyNames[model.family],
		modelTime: model.time,
		family: model.family,
		question: questionSentence(model.question),
		asked: model.question,
		asOf: isoDay(asOf),
		threshold: project.threshold,
		...(name && { productName: name })
	});
}
