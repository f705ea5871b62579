import { asked } from '../evaluation/asked.js';
import { testExamples } from '../features/examples.js';
import { splitCustomers } from '../features/split.js';
import type { Examples } from '../features/types.js';
import type { Progress, Work } from '../progress.js';
import { answersTo } from './blocks.js';
import type { Predictor } from './predictor.js';

/** Probabilities and outcomes of customers that the model did not learn from. */
export interface HeldOut {
	readonly examples: Examples;
	/** [rows × products] */
	readonly p: Float32Array;
	/** [rows × products] 1 bought, 0 not, 2 not asked. */
	readonly outcome: Uint8Array;
}

/** Pairs that are kept: 80 MB. */
const MOST_PAIRS = 16_000_000;

/** Pairs that are counted before others get their turn. */
const TURN_PAIRS = 500_000;

/** Whether others may have their turn after this row, of so many products. */
export const isTurn = (row: number, products: number): boolean => (row + 1) % Math.max(1, Math.floor(TURN_PAIRS / products)) === 0;

const remembered = new WeakMap<Predictor, HeldOut | undefined>();

/**
 * The model's test customers with what they bought. Undefined where they cannot be told any more because customers came
 * since (the split is of all customers), or where there are too many pairs to keep. Remembered with the predictor.
 */
export function heldOutOf(predictor: Predictor): HeldOut | undefined {
	if (remembered.has(predictor)) return remembered.get(predictor);
	const asked = outcomesOf(predictor);
	const found = asked && { ...asked, p: predictor.model.predict(asked.examples) };
	remembered.set(predictor, found);
	return found;
}

/** Whether `heldOutOf` answers at once. */
export const isHeldOutReady = (predictor: Predictor): boolean => remembered.has(predictor);

/** Works `heldOutOf` out with others getting their turn. Throws the abort of a cancelled signal. */
export async function prepareHeldOut(predictor: Predictor, { report, signal }: Work): Promise<void> {
	if (remembered.has(predictor)) return;
	const asked = outcomesOf(predictor);
	const telling = { report: (progress: Progress) => report({ ...progress, stage: 'tested' }), signal };
	remembered.set(predictor, asked && { ...asked, p: await answersTo(asked.examples, (block) => predictor.model.predict(block), telling) });
}

function outcomesOf({ project, card, products }: Predictor): Omit<HeldOut, 'p'> | undefined {
	const { test } = splitCustomers(project.book, card.seed);
	const examples = testExamples(project.book, card.question, test);
	const pairs = examples.rows * products.length;
	if (new Set(examples.customer).size !== card.split.test || pairs > MOST_PAIRS) return undefined;
	const outcome = new Uint8Array(pairs);
	const labels = asked(examples);
	for (let row = 0; row < examples.rows; row++) outcome.set(labels(row), row * products.length);
	return { examples, outcome };
}
