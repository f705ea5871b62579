import { LikelyError } from '../../errors.js';
import type { OrderBook } from '../../features/types.js';
import { Random } from '../../random.js';
import { hasBasket, historiesOf } from './histories.js';
import type { Histories } from './histories.js';
import { labelledStates } from './states.js';
import type { States } from './states.js';

export type Mode = 'past-only' | 'train-future';

/** Folds whose customers' label statistics come from the other folds. */
export const FOLDS = 5;
/** Of files without folds one customer in so many watches the training: of few customers more, or chance would decide. */
const watchedOf = (customers: number): number => (customers < 3000 ? 5 : 10);
/** Ages of the states that are learned from, and how many states at most. */
const AGES = 30;
const STATES = 100_000;
/** Customers whose orders are learned from, at most; of more every second, third… */
const CUSTOMERS = 20_000;

/** Who learns from what. Every index list ascends. */
export interface Plan {
	readonly mode: Mode;
	readonly histories: Histories;
	/** [customers] */
	readonly fold: Uint8Array;
	/** [customers] orders that are known when learning, and when ranking. */
	readonly learnEnds: Int32Array;
	readonly rankEnds: Int32Array;
	/** Every so manyth customer is sampled; states are of sampled customers. */
	readonly step: number;
	readonly states: States;
	/** Customers whose next basket after `learnEnds` is learned from, and those it is checked on. */
	readonly learners: Int32Array;
	readonly watchers: Int32Array;
	/** Customers to rank for: everybody with a history. */
	readonly ranked: Int32Array;
	/** The fold whose fresh answers a customer may not see; -1: none. */
	readonly hidden: (customer: number) => number;
}

/**
 * Past only: the last known order is the answer to the orders before it, and no held-out basket is even read. With the
 * training customers' held-out baskets: these are the answers; the validation customers' ones tell when to stop.
 * Throws `rank.no_future` where there are none, `rank.too_few` where fewer than two customers have anything to learn from.
 */
export function planOf(book: OrderBook, mode: Mode, seed: number): Plan {
	const plan = drawPlan(book, mode, seed);
	const { length } = plan.learners;
	if (mode === 'train-future' && length === 0) throw new LikelyError('rank.no_future');
	if (length < 2) throw new LikelyError('rank.too_few', { customers: length });
	return plan;
}

/** The plan by past orders alone, of the same folds; undefined where there is too little to learn from. */
export function pastPlanOf(book: OrderBook, seed: number): Plan | undefined {
	const plan = drawPlan(book, 'past-only', seed);
	return plan.learners.length < 2 ? undefined : plan;
}

function drawPlan(book: OrderBook, mode: Mode, seed: number): Plan {
	const future = mode === 'train-future';
	const foldOf = book.given?.fold;
	const histories = historiesOf(book, (c) => future && (foldOf?.[c] ?? 0) < 2);
	const { customers, known } = histories;
	const random = new Random(`${seed}/folds`);
	const fold = Uint8Array.from({ length: customers }, () => random.integer(FOLDS));
	const draw = new Random(`${seed}/watched`);
	const isDrawn = Uint8Array.from({ length: customers }, () => (draw.integer(watchedOf(customers)) === 0 ? 1 : 0));
	const hasFolds = foldOf?.some((f) => f === 1) ?? false;
	const watches = (c: number) => (foldOf && hasFolds ? foldOf[c] === 1 : isDrawn[c] === 1);
	const shared = (lengths: (c: number) => number) => Int32Array.from(known, (_, c) => lengths(c));
	const learnEnds = future ? known : shared((c) => Math.max(0, known[c] - 1));
	const answered = (c: number) => (future ? known[c] > 0 && hasBasket(histories, c) : known[c] > 1);
	const teaches = (c: number) => answered(c) && (!future || foldOf?.[c] === 0);
	const all = Array.from({ length: customers }, (_, c) => c);
	const step = Math.ceil(customers / CUSTOMERS);
	const learners = all.filter((c) => teaches(c) && !watches(c));
	return {
		mode,
		histories,
		fold,
		learnEnds,
		rankEnds: known,
		step,
		states: labelledStates(histories, future ? teaches : undefined, { ages: AGES, most: STATES, step }),
		learners: Int32Array.from(learners.filter((c) => c % step === 0)),
		watchers: Int32Array.from(all.filter((c) => c % step === 0 && answered(c) && watches(c))),
		ranked: Int32Array.from(all.filter((c) => known[c] > 0)),
		hidden: (c) => (!future || teaches(c) ? fold[c] : -1)
	};
}
