import { Course } from '../course.js';
import { LikelyError, toFailure } from '../errors.js';
import { Evaluator } from '../evaluation/evaluator.js';
import { referenceRows } from '../evaluation/reference/index.js';
import { verdictOf } from '../evaluation/report.js';
import { SliceTally } from '../evaluation/slices.js';
import { isHidden, SpreadTally } from '../evaluation/spread.js';
import { currentExamples, testExamples, trainingExamples } from '../features/examples.js';
import { splitCustomers } from '../features/split.js';
import { WORTH_OF_IMPACTS } from '../models/blend/choose.js';
import { decodeModel } from '../models/decode.js';
import { readsHistories } from '../models/inputs.js';
import { familyOf } from '../models/families.js';
import { popularityRates } from '../models/popularity.js';
import type { ReferenceRow, Report, Spread } from '../evaluation/types.js';
import type { Examples, OrderBook, Question, Split } from '../features/types.js';
import type { Answers, Backends, Checkpoint, FamilyName, Model } from '../models/types.js';
import type { TaskPool } from '../parallel.js';
import { breathe, silent } from '../progress.js';
import type { Work } from '../progress.js';
import { turnBlocks } from './blocks.js';
import { calibrateFitted, comparedLoss } from './calibrate-fitted.js';
import { certainlyBeside, certaintyOn } from './certainty.js';
import { crossFitted } from './cross-fitted.js';
import { probedLoss } from './probe.js';
import { trainingClock } from './training-clock.js';
import { trainingRows } from './training-rows.js';
import type { TrainedModel } from './types.js';

export interface TrainOptions {
	/** Popularity is always trained beside them: every report compares with it. */
	readonly families: readonly FamilyName[];
	readonly seed: number;
	readonly threshold: number;
	readonly options?: Readonly<Partial<Record<FamilyName, Readonly<Record<string, unknown>>>>>;
	readonly pool: TaskPool;
	/** The moment that the models are stamped with, ISO 8601; of a training that is taken up again that of its start. */
	readonly now: string;
	readonly backends?: Backends;
	/** Told what is reached, so that it can be kept. */
	readonly keeper?: TrainingKeeper;
	/** What an interrupted training with the same book, question and options had reached: it goes on from there. */
	readonly reached?: TrainingReached;
}

/** Keeps what a training has reached. */
export interface TrainingKeeper {
	/** Milliseconds between two checkpoints of one family. */
	readonly every: number;
	trained(model: TrainedModel): Promise<void>;
	/** `seconds`: how long this family has been trained so far. */
	at(checkpoint: Checkpoint, seconds: number): Promise<void>;
}

/** How far an interrupted training had come. */
export interface TrainingReached {
	/** The families that are done. */
	readonly models: readonly TrainedModel[];
	/** The family in the middle, where it can be taken up there. */
	readonly checkpoint?: Checkpoint;
	/** How long that family had been trained. */
	readonly seconds?: number;
}

export interface TrainOutcome {
	/** Popularity first, then the families in the order asked. */
	readonly models: readonly TrainedModel[];
	/**
	 * Id of the learned model with the lowest log loss on validation; one that reads whole histories has to be 1 % better.
	 * Popularity only where nothing else was trained.
	 */
	readonly best: string;
	/** Families that could not start, by error code; the others were trained all the same. */
	readonly failed: readonly { readonly family: FamilyName; readonly code: string }[];
}

/**
 * Trains every family on 64 % of the customers, calibrates and compares on another 16 %, and evaluates on the last
 * 20 %, who were never looked at before.
 * @throws LikelyError `train.too_few_customers`, `train.nothing_bought`, and the failure of the only family asked for
 */
export async function trainModels(book: OrderBook, question: Question, options: TrainOptions, work: Work): Promise<TrainOutcome> {
	work.report({ stage: 'features', done: 0, total: 1 });
	await breathe(work.signal);
	const split = splitExamples(book, question, options.seed);
	const rates = popularityRates(split.train);
	const references = await referenceRows(split, options.seed, work);
	const models: TrainedModel[] = [];
	const rowsFor = trainingRows(book, question, options.seed, split.train);
	const ground: Ground = { split, rowsFor, rates, references, question, options, answers: new Map() };
	const failed: { family: FamilyName; code: string }[] = [];
	for (const family of inTurn(options.families)) {
		await breathe(work.signal);
		if (family === 'blend' && options.families.length > 1 && learnedOf(models).length < 2) continue;
		try {
			const done = options.reached?.models.find((model) => model.family === family);
			const model = done ?? (await trainOne(family, ground, models, work));
			models.push(model);
			if (!done) await options.keeper?.trained(model);
		} catch (error) {
			const { code } = toFailure(error);
			const others = options.families.some((f) => f !== family && f !== 'popularity');
			if (code === 'cancelled' || family === 'popularity' || !others) throw error;
			failed.push({ family, code });
		}
	}
	const learned = learnedOf(models);
	// Models of whole histories alone leave nobody to say what they do not know.
	const probed = learned.length && !learned.some(isExplained) ? await probedLoss(split, rates, options, work) : Infinity;
	return { models: certainlyBeside(models, split, probed), best: bestOf(learned.length ? learned : models).id, failed };
}

/** Popularity first, a blend of the others last. */
function inTurn(families: readonly FamilyName[]): Set<FamilyName> {
	const others = families.filter((family) => family !== 'blend');
	return new Set(['popularity', ...others, ...families]);
}

/** Whether named features alone explain what it says. */
const isExplained = ({ model }: TrainedModel) => !readsHistories(decodeModel(model));

const learnedOf = (models: readonly TrainedModel[]) => models.filter((model) => model.family !== 'popularity');

/** The model with the lowest log loss on validation, in which impacts are worth a part of the loss; one that gave up for popularity has none. */
function bestOf(models: readonly TrainedModel[]): TrainedModel {
	const lowest = (some: readonly TrainedModel[]) => some.reduce((a, b) => (b.validationLogLoss < a.validationLogLoss ? b : a));
	const explained = models.filter((trained) => trained.facts.calibration !== 'popularity' && isExplained(trained));
	const best = lowest(models);
	if (!explained.length) return best;
	const second = lowest(explained);
	return best.validationLogLoss < (1 - WORTH_OF_IMPACTS) * second.validationLogLoss ? best : second;
}

/** Snapshots for training, validation and test; no customer is in two of them. */
export function splitExamples(book: OrderBook, question: Question, seed: number): Split {
	const customers = splitCustomers(book, seed);
	const split = {
		train: trainingExamples(book, question, customers.train),
		validation: trainingExamples(book, question, customers.validation),
		test: testExamples(book, question, customers.test)
	};
	for (const part of ['train', 'validation', 'test'] as const)
		if (split[part].rows === 0) throw new LikelyError('train.too_few_customers', { part, customers: book.customers.length });
	if (!split.train.labels?.product.length) throw new LikelyError('train.nothing_bought', { question: question.kind });
	return split;
}

/** What all families of a training have in common. */
interface Ground {
	readonly split: Split;
	/** What each family learns from: the training customers of the split. */
	readonly rowsFor: (family: FamilyName) => Examples;
	/** [products] popularity. */
	readonly rates: Float32Array;
	readonly references: readonly ReferenceRow[];
	readonly question: Question;
	readonly options: TrainOptions;
	/** How models answer for validation customers who did not calibrate them, by id. */
	readonly answers: Map<string, Answers>;
}

/** `before`: the models that were trained already. */
async function trainOne(name: FamilyName, ground: Ground, before: readonly TrainedModel[], work: Work): Promise<TrainedModel> {
	const { split, rates, question, options } = ground;
	const family = familyOf(name);
	const given = options.options?.[name] ?? {};
	const { checkpoint, seconds: spent = 0 } = options.reached?.checkpoint?.family === name ? options.reached : {};
	const clock = trainingClock(options.backends, work.signal, spent);
	const save = (state: Checkpoint) => options.keeper?.at(state, clock.seconds());
	const train = ground.rowsFor(name);
	const fitted = await family.fit(train, given, {
		seed: options.seed,
		validation: split.validation,
		report: (p) => work.report({ ...p, stage: `${name}/${p.stage}` }),
		signal: work.signal,
		pool: options.pool,
		backends: clock.backends,
		...(name === 'blend' && (await membersOf(before, ground, work))),
		...(options.keeper && { checkpoint: { every: options.keeper.every, save } }),
		...(checkpoint && { resume: checkpoint })
	});
	await breathe(work.signal);
	const isCrossFitted = fitted.crossFitted !== undefined || fitted.outOfFold !== undefined;
	const calibrating = new Course(stageOf(`${name}/calibrating`, work), isCrossFitted ? 2 : 3);
	const { model, calibration, calibratedOn } = await calibrateFitted(fitted, { ...split, train }, rates, options.seed, calibrating.part(1, { stages: fitted.outOfFold ? 1 : 2 }));
	await breathe(work.signal);
	const answers = fitted.crossFitted ?? (await crossFitted(model, calibratedOn, split, rates, options.seed, isCrossFitted ? work : calibrating.part(1, { stages: 2 })));
	const id = `${name}-${options.now}`;
	ground.answers.set(id, answers);
	const validationLogLoss = await comparedLoss(answers, split.validation, options.seed, calibrating.part(1));
	const seconds = clock.seconds();
	await breathe(work.signal);
	const { report, seconds: predict } = await judge(model, ground, stageOf(`${name}/evaluating`, work));
	return {
		id,
		time: options.now,
		family: name,
		seed: options.seed,
		question,
		options: { ...family.defaults, ...given },
		split: customersOf(split),
		seconds: { train: seconds, predict },
		facts: { ...fitted.facts, ...(calibration && { calibration: calibration.kind }) },
		curve: fitted.curve ?? [],
		validationLogLoss,
		...(calibratedOn && { calibratedOn }),
		report,
		verdict: verdictOf(report.metrics),
		certainty: certaintyOn(model, split),
		model: model.encode()
	};
}

/** Tells the share of the whole as a stage of its own, in hundredths. */
function stageOf(stage: string, { report, signal }: Work): Work {
	report({ stage, done: 0, total: 100 });
	return { report: ({ whole = 0 }) => report({ stage, done: 100 * whole, total: 100 }), signal };
}

/** The learned models that were trained before, and how they answer for customers who did not calibrate them. */
async function membersOf(before: readonly TrainedModel[], { answers, split, rates, options }: Ground, { signal }: Work) {
	const learned = learnedOf(before).map((trained) => ({ ...trained, model: decodeModel(trained.model) }));
	return {
		members: learned.map(({ model }) => model),
		crossFitted: await Promise.all(learned.map(({ id, model, calibratedOn }) => answers.get(id) ?? crossFitted(model, calibratedOn, split, rates, options.seed, { ...silent, signal })))
	};
}

/** Evaluates on the test customers, block by block, so that thousands of products need no table of all pairs. */
async function judge(model: Model, { split, rates, references, options }: Ground, work: Work): Promise<{ report: Report; seconds: number }> {
	const { test } = split;
	const evaluator = new Evaluator(test, { threshold: options.threshold, seed: options.seed });
	const slices = new SliceTally(test);
	const answers = new SpreadTally(rates);
	let spent = 0;
	const course = new Course(work, 1);
	const testing = course.part(0.9);
	let done = 0;
	for (const block of turnBlocks(test)) {
		testing.report({ stage: 'answers', done, total: test.rows });
		const started = performance.now();
		const p = model.predict(block);
		spent += performance.now() - started;
		evaluator.add(p, rates);
		slices.add(p);
		answers.add(p);
		done += block.rows;
		await breathe(work.signal);
	}
	const spread = await spreadOfAll(answers, model, test, course.part(0.1));
	return { report: { ...evaluator.report(), slices: slices.report(), spread, references }, seconds: spent / 1000 };
}

/** Where the test customers' answers look the same, everybody's of today count, too: nobody is to be told so who sees others. */
async function spreadOfAll(tested: SpreadTally, model: Model, { book, question }: Examples, work: Work): Promise<Spread> {
	const spread = tested.spread();
	if (spread.most === 0 || !isHidden(spread)) return spread;
	const today = currentExamples(book, question);
	let done = 0;
	for (const block of turnBlocks(today)) {
		work.report({ stage: 'answers', done, total: today.rows });
		tested.add(model.predict(block));
		done += block.rows;
		await breathe(work.signal);
	}
	return tested.spread();
}

function customersOf({ train, validation, test }: Split): TrainedModel['split'] {
	const count = (customers: Int32Array) => new Set(customers).size;
	return { train: count(train.customer), validation: count(validation.customer), test: count(test.customer) };
}
