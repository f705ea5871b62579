import { LikelyError } from '../lib/core/errors.js';
import { defaultQuestion } from '../lib/core/features/questions.js';
import { firstQuestion } from '../lib/core/project/first-question.js';
import type { Question } from '../lib/core/features/types.js';
import { familyOf } from '../lib/core/models/families.js';
import type { FamilyName } from '../lib/core/models/types.js';
import { trainModels } from '../lib/core/project/train.js';
import type { TrainOptions, TrainOutcome } from '../lib/core/project/train.js';
import { answers, tryAll } from '../lib/core/project/try-all.js';
import type { TryAll } from '../lib/core/project/try-all.js';
import type { OptionName } from './arguments.js';
import type { Context } from './command.js';
import { readOrders } from './orders.js';
import type { Orders } from './orders.js';

/** The options of every command that trains. */
export const trainingOptions: readonly OptionName[] = ['returns', 'question', 'as-of', 'horizon', 'product-column', 'threshold', 'seed', 'set'];

export interface Training extends TrainOutcome {
	readonly orders: Orders;
	readonly question: Question;
}

/**
 * Reads a file and trains families on it, as the page does.
 * @throws LikelyError of reading and training, `model.failed` where one of the families could not be trained
 */
export async function train(file: string, families: readonly FamilyName[], context: Context): Promise<Training> {
	const { threshold, seed, settings } = context.args;
	const { orders, question } = await askedOrders(file, context);
	return trainOn(orders, question, { families, threshold, seed, options: settings }, context);
}

/** Reads a file, and what is asked of it; `fallback` is asked where nothing was said. @throws LikelyError of reading */
export async function askedOrders(
	file: string,
	{ args, work }: Pick<Context, 'args' | 'work'>,
	fallback?: (orders: Orders) => Question['kind'] | undefined
): Promise<{ orders: Orders; question: Question }> {
	const { question: kind, asOf, horizon } = args;
	const dated = asOf !== undefined || horizon !== undefined;
	if (dated && kind !== undefined && kind !== 'next') throw new LikelyError('usage.needs_next');
	const orders = await readOrders(file, { returns: args.text('returns'), productColumn: args.text('product-column') }, work);
	const asked = kind ?? (dated ? 'next' : (fallback?.(orders) ?? firstQuestion(orders.book, orders.quality).kind));
	return { orders, question: defaultQuestion(orders.book, asked, { asOf, horizon }) };
}

/** Trains families on orders that were read. @throws LikelyError of training, `model.failed` */
export async function trainOn(
	orders: Orders,
	question: Question,
	options: Omit<TrainOptions, 'pool' | 'now'>,
	{ work, pool }: Pick<Context, 'work' | 'pool'>
): Promise<Training> {
	const unsuited = options.families.find((family) => !answers(family, question));
	if (unsuited) throw new LikelyError('model.failed', { family: unsuited, reason: 'model.unsuited_question' });
	if (options.families.some((family) => family === 'neural' || family === 'transformer')) await startNetworks();
	const now = new Date().toISOString();
	const outcome = await trainModels(orders.book, question, { ...options, pool, now }, work);
	const [failed] = outcome.failed;
	if (failed) throw new LikelyError('model.failed', { family: failed.family, reason: failed.code });
	return { ...outcome, orders, question };
}

/** What is trained for a model: `auto` and `blend` take every family whose cost is in proportion, as the page does. */
export function familiesFor(model: 'auto' | FamilyName, { quality }: Orders, question: Question): TryAll {
	return model === 'auto' || model === 'blend' ? tryAll(quality, question) : { families: [model], tooSlow: [] };
}

/** Families by name, separated by commas. @throws LikelyError `model.unknown_family` */
export function familiesOf(names: string): FamilyName[] {
	return [...new Set(names.split(',').map((name) => familyOf(name.trim()).name))];
}

/** TensorFlow.js is loaded only when a network is going to be trained. */
async function startNetworks(): Promise<void> {
	const { startTensorFlow } = await import('./tensorflow.js');
	await startTensorFlow();
}
