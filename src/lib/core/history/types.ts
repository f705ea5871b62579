import type { Explanation, Impact, ParameterValue } from '../explanation/types.js';
import type { Question } from '../features/types.js';

/** One prediction that the user kept. Times are ISO 8601, UTC. */
export interface PredictionRecord {
	readonly id: string;
	readonly time: string;
	readonly project: string;
	readonly customer: string;
	/** True where the parameters were edited or invented, so that the customer is not as the data has it. */
	readonly hypothetical: boolean;
	/** What the model was called, and when it was trained. */
	readonly model: string;
	readonly modelTime: string;
	/** Which of the models that were trained then; old records do not tell. */
	readonly family?: string;
	/** The question in words, and the day of the snapshot, ISO date. */
	readonly question: string;
	/** The same as data, so that the prediction can be scored when its time has passed. */
	readonly asked?: Question;
	readonly asOf: string;
	readonly product: string;
	/** What the product was called then, where it is a code. */
	readonly productName?: string;
	readonly probability: number;
	readonly threshold: number;
	/** Whether the product is shown as an ad. */
	readonly shown: boolean;
	/** The calibrated probability that the verdict is right: p where shown, 1 - p where not. */
	readonly confidence: number;
	readonly parameters: Readonly<Record<string, ParameterValue>>;
	readonly explanation: Explanation;
	readonly ruleImpacts: readonly Impact[];
	readonly note: string;
	readonly tags: readonly string[];
}
