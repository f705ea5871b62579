import { LikelyError } from '../../errors.js';
import { dealFolds } from '../../evaluation/calibration-pairs.js';
import { selectRows } from '../../features/examples.js';
import { labelMatrix, tableWidth } from '../../features/table.js';
import type { Examples } from '../../features/types.js';
import { breathe } from '../../progress.js';
import { Random } from '../../random.js';
import { boosted, fit as fitBoosted } from '../boosted/index.js';
import type { BoostedOptions } from '../boosted/index.js';
import { forest } from '../forest/index.js';
import type { ForestOptions } from '../forest/index.js';
import { TreeModel } from '../trees/model.js';
import type { FitContext, Fitted, Model, ModelFamily } from '../types.js';
import { withAffinity } from './affinity-columns.js';
import { affinityScores } from './affinity.js';
import type { Affinity } from './affinity.js';
import { Ahead } from './ahead.js';
import { fitAffinity } from './fit-affinity.js';
import type { AffinityChoice, FittedAffinity } from './fit-affinity.js';
import { fitHazard, HazardCurve } from './hazard.js';
import type { OrderHazard } from './hazard.js';
import { decodeRenewal } from './decode.js';
import { RenewalModel } from './model.js';
import { orderRows, slotRows } from './rows.js';

export interface RenewalOptions {
	/** Spans that the horizon is divided into, about, 1 to 60. */
	readonly spans: number;
	/** Trees of the forest that says what is in an order. */
	readonly trees: number;
	/** Most boosted trees per product that say it beside the forest. */
	readonly basketTrees: number;
	/** Most trees that say when orders come. */
	readonly timingTrees: number;
}

/** Parts of the customers that are told in turn by what was learned from the others, so that training customers can calibrate. */
const FOLDS = 3;
/** Pairs of an order and a product beyond which only validation customers calibrate. */
const MOST_TOLD = 400_000;

/**
 * Depth of boosted trees: beside a hazard, and beside a forest, pairs of parameters are enough; deeper trees tell validation
 * customers worse.
 */
const DEPTH = 2;

const LIMITS = { spans: [1, 60], trees: [1, 10_000], basketTrees: [1, 10_000], timingTrees: [1, 10_000] } as const;

/** Part of the columns that a forest's splits are chosen from: of each product few say much, and beside hundreds of rows a leaf they should be met. */
const COLUMNS = 0.5;

/**
 * Two questions in place of one: when does a customer order again, and what is in an order that is placed? The first is
 * answered by boosted trees over short spans of days (a discrete-time hazard: Singer and Willett 1993), from every span
 * of every customer, so that all products share what is known about pace and about who has left; the second by a forest
 * and boosted trees per product, the mean of their log-odds, from every order and from what the customer's other purchases say of the product. A renewal process puts both together. The idea is that of NBD-Dirichlet (Goodhardt,
 * Ehrenberg and Chatfield 1984) without its assumptions. Answers questions about the next days: throws
 * `model.unsuited_question` for others, besides `model.bad_option`, `model.unlabelled` and `model.empty`.
 */
export const renewal: ModelFamily<RenewalOptions> = {
	name: 'renewal',
	meaning: 'Learns when each customer orders and what is then in the order, and puts both together over the days ahead.',
	defaults: { spans: 8, trees: 100, basketTrees: 300, timingTrees: 300 },
	fit,
	decode: decodeRenewal
};

async function fit(train: Examples, options: RenewalOptions, context: FitContext): Promise<Fitted> {
	for (const option of ['spans', 'trees', 'basketTrees', 'timingTrees'] as const) {
		const [low, high] = LIMITS[option];
		const value = options[option];
		if (!Number.isInteger(value) || value < low || value > high) throw new LikelyError('model.bad_option', { family: 'renewal', option, low, high });
	}
	const { question, features, book, labels } = train;
	if (question.kind !== 'next') throw new LikelyError('model.unsuited_question', { family: 'renewal', question: question.kind });
	if (!labels) throw new LikelyError('model.unlabelled');
	if (!train.rows) throw new LikelyError('model.empty');
	const { horizon } = question;
	const days = Math.max(1, Math.round(horizon / Math.min(options.spans, horizon)));
	context.report({ stage: 'orders', done: 0, total: 1 });
	await breathe(context.signal);
	const learned: Learned = { orders: orderRows(train), slots: slotRows(train, days), days };
	if (!learned.orders.rows || !learned.slots.rows) throw new LikelyError('model.empty');
	const watched = { orders: orderRows(context.validation), slots: slotRows(context.validation, days), days };
	const parts = (trees: Trees) => new RenewalModel(features, book.products, { horizon, days, ...trees });
	const folds = learned.orders.rows * book.products.length > MOST_TOLD ? 0 : FOLDS;
	const turn = (at: number) => inTurn(context, at, folds + 1);
	const inOrder = { trees: options.basketTrees, depth: DEPTH };
	const whole = await grow(learned, watched, { forest: { trees: options.trees }, timing: { trees: options.timingTrees, depth: DEPTH }, inOrder }, turn(0));
	const foldOf = dealFolds(train, Math.max(2, folds), new Random(context.seed).fork('renewal'));
	const outOfFold = folds ? new Float32Array(train.rows * book.products.length) : undefined;
	for (let fold = 0; fold < folds; fold++) {
		const others: Learned = { orders: without(learned.orders, foldOf, fold), slots: without(learned.slots, foldOf, fold), days };
		const told = rowsOf(train, foldOf, (own) => own === fold);
		if (!told.length || !others.orders.rows || !others.slots.rows) continue;
		// How fine trees are, and how many, is known by now.
		const settled = { forest: { trees: Math.ceil(options.trees / 2), minLeaf: whole.leaf }, timing: { trees: Math.max(1, whole.stopped), depth: DEPTH, patience: 0 }, onHazard: whole.hazard !== undefined, inOrder, affinity: whole.choice ?? null };
		const p = parts(await grow(others, watched, settled, turn(fold + 1))).predict(selectRows(train, told));
		told.forEach((row, i) => outOfFold?.set(p.subarray(i * book.products.length, (i + 1) * book.products.length), row * book.products.length));
	}
	return {
		model: parts(whole),
		...(outOfFold && { outOfFold }),
		facts: { orders_learned_from: learned.orders.rows, spans_learned_from: learned.slots.rows, days_of_a_span: days, smallest_leaf: whole.leaf, products_told_by_others: whole.choice?.products.length ?? 0, trees: options.trees * book.products.length, timing_trees: whole.stopped },
		curve: whole.curve
	};
}

interface Learned {
	readonly orders: Examples;
	readonly slots: Examples;
	/** Of each slot. */
	readonly days: number;
}

interface Trees {
	readonly timing: TreeModel;
	readonly hazard?: OrderHazard;
	readonly basket: TreeModel;
	readonly boosted: TreeModel;
	readonly affinity?: Affinity;
}

interface Options {
	/** Of which products others say something; undefined where it is to be found out, null where of none. */
	readonly affinity?: AffinityChoice | null;
	readonly forest: Partial<ForestOptions>;
	readonly timing: Partial<BoostedOptions>;
	/** Whether trees say when orders come on top of a hazard; undefined where the watched customers are to say it. */
	readonly onHazard?: boolean;
	readonly inOrder: Partial<BoostedOptions>;
}

/** The models. watched: the same rows of other customers, who say when to stop and how fine a tree may be. */
async function grow(learned: Learned, watched: Learned, options: Options, context: FitContext) {
	const { orders } = learned;
	const inner = (validation: Examples, from: number): FitContext => ({
		...context,
		validation,
		report: ({ stage, done, total }) => context.report({ stage, done: from + done / Math.max(1, total), total: 3 })
	});
	const { timing, hazard } = await growTiming(learned, watched.slots, options, inner(watched.slots, 0));
	const fitted = options.affinity === null ? undefined : fitAffinity(orders, new Random(context.seed).fork('affinity'), options.affinity);
	const told = (rows: Examples, scores: (fitted: FittedAffinity) => Float32Array) => (fitted ? withAffinity(withoutLastOrder(rows), fitted.products, scores(fitted)) : withoutLastOrder(rows));
	const known = told(orders, ({ outOfFold }) => outOfFold);
	const others = told(watched.orders, ({ affinity }) => affinityScores(affinity, watched.orders));
	const basket = await forest.fit(known, { ...forest.defaults, columnsPerSplit: Math.ceil(tableWidth(known) * COLUMNS), ...options.forest }, inner(others, 1));
	const inOrder = await boosted.fit(known, { ...boosted.defaults, ...options.inOrder }, inner(others, 2));
	return {
		timing: treesOf(timing.model),
		...(hazard && { hazard }),
		...(fitted && { affinity: fitted.affinity }),
		choice: fitted && { products: fitted.products, ridge: fitted.ridge },
		basket: treesOf(basket.model),
		boosted: treesOf(inOrder.model),
		leaf: Number(basket.facts.smallest_leaf),
		stopped: Number(timing.facts.trees),
		curve: timing.curve ?? []
	};
}

/** When orders come: by trees alone or on top of a hazard, whichever tells the watched customers better. */
async function growTiming({ orders, slots, days }: Learned, watched: Examples, { timing, onHazard }: Options, context: FitContext) {
	const options = { ...boosted.defaults, ...timing };
	const hazard = onHazard === false ? undefined : fitHazard(slots, labelMatrix(slots), days, orders.book);
	const isOpen = hazard !== undefined && onHazard === undefined;
	const half = (at: number): FitContext => (isOpen ? { ...context, report: ({ stage, done, total }) => context.report({ stage, done: (at + done / Math.max(1, total)) / 2, total: 1 }) } : context);
	const alone = hazard && !isOpen ? undefined : await fitBoosted(slots, options, half(0));
	const onTop = hazard && (await fitBoosted(slots, options, half(1), { train: startOf(slots, hazard), validation: startOf(watched, hazard) }));
	const least = ({ curve = [] }: Fitted) => curve.reduce((lowest, { validation }) => Math.min(lowest, validation), Infinity);
	if (onTop && (!alone || least(onTop) < least(alone))) return { timing: onTop, hazard };
	return { timing: alone ?? (await fitBoosted(slots, options, context)) };
}

/** [rows] */
function startOf({ features, rows, x }: Examples, hazard: OrderHazard): Float32Array {
	const curve = new HazardCurve(features, hazard);
	return Float32Array.from({ length: rows }, (_, r) => curve.logOdds(x, r * features.customer.length));
}

/** The context of one of several trainings: its progress is a part of the whole; nothing of it is kept or taken up. */
function inTurn({ seed, signal, pool, report, validation }: FitContext, at: number, of: number): FitContext {
	return {
		...{ seed, pool, validation },
		...(signal && { signal }),
		report: ({ stage, done, total }) => report({ stage, done: at + done / Math.max(1, total), total: of })
	};
}

/** The rows of the customers whose fold is wanted. */
function rowsOf({ customer }: Examples, foldOf: Int8Array, wanted: (fold: number) => boolean): Int32Array {
	return Int32Array.from(customer.keys()).filter((row) => wanted(foldOf[customer[row]]));
}

const without = (examples: Examples, foldOf: Int8Array, fold: number) => selectRows(examples, rowsOf(examples, foldOf, (own) => own !== fold));

/** Rows without when the last order was: see `Ahead.forgetLastOrder`. */
function withoutLastOrder(examples: Examples): Examples {
	const ahead = new Ahead(examples.features);
	const width = examples.features.customer.length;
	const x = examples.x.slice();
	for (let r = 0; r < examples.rows; r++) ahead.forgetLastOrder(x, r * width);
	return { ...examples, x };
}

function treesOf(model: Model): TreeModel {
	if (!(model instanceof TreeModel)) throw new TypeError('not of trees');
	return model;
}
