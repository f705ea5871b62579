import { LikelyError } from '../errors.js';
import { basketsOf } from './baskets.js';
import { lowerBound } from './spending.js';
import type { OrderBook, Question } from './types.js';

/** The horizons that people think in, in days. */
const HORIZONS = [7, 14, 30, 60, 90, 180, 365];

/** Earlier as-of dates: this many, and up to the most while there are fewer rows than enough to learn from. */
const USUAL_SNAPSHOTS = 8;
const MOST_SNAPSHOTS = 24;
const ENOUGH_ROWS = 50_000;
/** Each has at least this share of the last one's customers. */
const ENOUGH_CUSTOMERS = 1 / 10;

/**
 * A horizon in days: the median of the whole days between a customer's consecutive order days, rounded up to a usual
 * length, at most a quarter of the data's span (and at least one day).
 */
export function suggestHorizon(book: OrderBook): number {
	const { orderProducts } = basketsOf(book);
	const gaps: number[] = [];
	for (let c = 0; c < book.customers.length; c++) {
		let before = NaN;
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++) {
			if (orderProducts[o] === 0) continue;
			const day = Math.floor(book.orderTime[o]);
			if (day > before) gaps.push(day - before);
			before = day;
		}
	}
	const sorted = Float64Array.from(gaps).sort();
	const median = sorted.length ? sorted[(sorted.length - 1) >> 1] : 30;
	const wanted = HORIZONS.find((days) => days >= median) ?? 365;
	const quarter = Math.floor((book.to - book.from + 1) / 4);
	if (wanted <= quarter) return wanted;
	return HORIZONS.findLast((days) => days <= quarter) ?? Math.max(1, quarter);
}

/**
 * The question with its dates filled in. For `next`: the last as-of date whose horizon is complete, and as many earlier
 * ones, a horizon apart, as still have a tenth of its customers: at most 8, or 24 where customers are few. A horizon
 * that is not given is shortened to fit a given as-of date. Throws `question.horizon_too_long` and `question.as_of_out_of_range`.
 */
export function defaultQuestion(
	book: OrderBook,
	kind: Question['kind'] = 'next',
	wanted: { asOf?: number; horizon?: number } = {}
): Question {
	if (kind !== 'next') return { kind };
	const complete = wanted.asOf === undefined ? Infinity : Math.max(1, book.to - wanted.asOf + 1);
	const horizon = wanted.horizon ?? Math.min(suggestHorizon(book), complete);
	const asOf = wanted.asOf ?? book.to - horizon + 1;
	checkQuestion(book, { kind, horizon, asOf, snapshots: 0 });

	const firsts = firstPurchaseTimes(book);
	const customers = (date: number) => lowerBound(firsts, date);
	let snapshots = 0;
	let rows = customers(asOf);
	while (snapshots < (rows < ENOUGH_ROWS ? MOST_SNAPSHOTS : USUAL_SNAPSHOTS)) {
		const earlier = asOf - (snapshots + 1) * horizon;
		if (earlier <= book.from || customers(earlier) < Math.max(1, customers(asOf) * ENOUGH_CUSTOMERS)) break;
		rows += customers(earlier);
		snapshots++;
	}
	return { kind, horizon, asOf, snapshots };
}

/** Throws where a question's dates leave no history before the as-of date or no complete horizon after it. */
export function checkQuestion(book: OrderBook, question: Question): void {
	if (question.kind !== 'next') return;
	const { horizon, asOf } = question;
	const longest = book.to - book.from;
	if (!Number.isInteger(horizon) || horizon < 1 || horizon > longest)
		throw new LikelyError('question.horizon_too_long', { horizon, longest });
	const latest = book.to - horizon + 1;
	if (!Number.isInteger(asOf) || asOf <= book.from || asOf > latest)
		throw new LikelyError('question.as_of_out_of_range', { asOf, earliest: book.from + 1, latest });
}

/**
 * All as-of dates that training uses, ascending, so many days apart (a horizon, unless told); the last is the
 * question's own.
 */
export function asOfDates({ asOf, horizon, snapshots }: Extract<Question, { kind: 'next' }>, apart = horizon): number[] {
	const earlier = Math.floor((snapshots * horizon) / apart);
	return Array.from({ length: earlier + 1 }, (_, k) => asOf - (earlier - k) * apart);
}

/** The times of the customers' first purchases, ascending. */
function firstPurchaseTimes(book: OrderBook): Float64Array {
	const { orderProducts } = basketsOf(book);
	const times: number[] = [];
	for (let c = 0; c < book.customers.length; c++)
		for (let o = book.customerOrders[c]; o < book.customerOrders[c + 1]; o++)
			if (orderProducts[o] > 0) {
				times.push(book.orderTime[o]);
				break;
			}
	return Float64Array.from(times).sort();
}
