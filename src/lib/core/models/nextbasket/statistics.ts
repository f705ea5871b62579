import type { Clock } from './clock.js';
import { STEPS } from './clock-filter.js';
import type { Histories } from './histories.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';
import { productRates } from './rates.js';
import type { Rates } from './rates.js';
import { sharedFloats } from './shared.js';
import type { States } from './states.js';
import { countTransitions, ranksOf } from './transitions.js';
import type { Transitions } from './transitions.js';

/** Pseudo-states that draw what is bought at a step towards what is bought at all. */
const PRIOR = 20;

/** What the freshest answers say of products, with some folds' answers left out. */
export interface Statistics {
	readonly rates: Rates;
	/** [products] as in the transitions. */
	readonly ranks: Int32Array;
	readonly afterHistory: Transitions;
	readonly afterLast: Transitions;
	/** [products × STEPS] worth of the product in the next basket by where the last order lies, over its mean worth. */
	readonly byClock: Float32Array;
}

export interface StatisticsTask {
	readonly histories: Histories;
	readonly states: States;
	readonly clock: Clock;
	/** [customers] */
	readonly fold: Uint8Array;
	/** Folds whose answers are left out. */
	readonly without: readonly number[];
	/** The same by another clock, where that is there: the rest does not depend on it. */
	readonly known?: Statistics;
}

/** Label statistics over the fresh states of all folds but some. */
export function statisticsOf({ histories, states, clock, fold, without, known }: StatisticsTask): Statistics {
	const rows: number[] = [];
	for (let s = 0; s < states.fresh; s++) if (!without.includes(fold[states.customer[s]])) rows.push(s);
	const rest = known ?? countAll(histories, states, rows);
	return { ...rest, byClock: liftByClock(histories, states, clock, rows, rest.rates.nextWorth) };
}

function countAll(histories: Histories, states: States, rows: readonly number[]): Omit<Statistics, 'byClock'> {
	const ranks = ranksOf(histories, states, rows);
	return {
		rates: productRates(histories, states, rows),
		ranks,
		afterHistory: countTransitions(histories, states, rows, 'history', ranks),
		afterLast: countTransitions(histories, states, rows, 'last', ranks)
	};
}

function liftByClock(
	histories: Histories,
	states: States,
	clock: Clock,
	rows: readonly number[],
	worth: Float32Array
): Float32Array {
	const { products } = histories;
	const mass = new Float64Array(STEPS);
	const sum = new Float64Array(products * STEPS);
	for (const s of rows) {
		const [customer, cut] = [states.customer[s], states.cut[s]];
		const when = (clock.row[customer] + cut - 1) * STEPS;
		const basket = nextBasket(histories, customer, cut);
		const value = hitWorth(basket.length);
		for (let k = 0; k < STEPS; k++) mass[k] += clock.posterior[when + k];
		for (const product of basket)
			for (let k = 0; k < STEPS; k++) sum[product * STEPS + k] += value * clock.posterior[when + k];
	}
	const out = sharedFloats(products * STEPS);
	for (let at = 0; at < out.length; at++) {
		const k = at % STEPS;
		const mean = worth[(at - k) / STEPS] + 1e-6;
		out[at] = (sum[at] + PRIOR * mean) / (mass[k] + PRIOR) / mean;
	}
	return out;
}
