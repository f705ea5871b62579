import { brier, logLoss } from '../evaluation/loss.js';
import { reliabilityOf } from '../evaluation/reliability.js';
import { groupScores } from '../evaluation/score-groups.js';
import type { ReliabilityBin } from '../evaluation/types.js';
import { wilsonInterval } from '../evaluation/wilson.js';
import { basketsOf } from '../features/baskets.js';
import type { OrderBook } from '../features/types.js';
import type { ScoredFacts } from './scored-facts.js';

/**
 * What became of a prediction. pending: its time has not passed in the data. unknown: the customer or the product is
 * not in the newer data. not_asked: it cannot be checked by later orders (invented customers, `ever`, old records).
 */
export type OutcomeStatus = 'bought' | 'not_bought' | 'pending' | 'unknown' | 'not_asked';

export interface Outcome {
	readonly record: ScoredFacts;
	readonly status: OutcomeStatus;
	/** Day of the purchase, days since 1970-01-01 UTC. */
	readonly day?: number;
}

/** Holds every kept prediction against newer orders: [records], in their order. */
export function scoreOutcomes(records: readonly ScoredFacts[], book: OrderBook): Outcome[] {
	const customers = new Map(book.customers.map((name, c) => [name, c]));
	const products = new Map(book.products.map((name, j) => [name, j]));
	return records.map((record) => {
		const { asked, hypothetical } = record;
		if (!asked || asked.kind === 'ever' || hypothetical) return { record, status: 'not_asked' };
		const customer = customers.get(record.customer);
		const product = products.get(record.product);
		const asOf = Math.floor(Date.parse(`${record.asOf}T00:00:00Z`) / 86_400_000);
		if (customer === undefined || product === undefined) return { record, status: 'unknown' };
		return asked.kind === 'next'
			? { record, ...withinHorizon(book, customer, product, asOf, asOf + asked.horizon) }
			: { record, ...inNextOrder(book, customer, product, asOf) };
	});
}

type Found = Pick<Outcome, 'status' | 'day'>;

/** A purchase on or after asOf and before `end`. It counts as soon as it is seen; its absence only when all is seen. */
function withinHorizon(book: OrderBook, customer: number, product: number, asOf: number, end: number): Found {
	for (let o = book.customerOrders[customer]; o < book.customerOrders[customer + 1]; o++) {
		const time = book.orderTime[o];
		if (time >= asOf && time < end && buys(book, o, product)) return { status: 'bought', day: Math.floor(time) };
	}
	return { status: book.to >= end - 1 ? 'not_bought' : 'pending' };
}

function inNextOrder(book: OrderBook, customer: number, product: number, asOf: number): Found {
	const { orderProducts } = basketsOf(book);
	for (let o = book.customerOrders[customer]; o < book.customerOrders[customer + 1]; o++) {
		if (book.orderTime[o] < asOf || !orderProducts[o]) continue;
		return buys(book, o, product) ? { status: 'bought', day: Math.floor(book.orderTime[o]) } : { status: 'not_bought' };
	}
	return { status: 'pending' };
}

function buys(book: OrderBook, order: number, product: number): boolean {
	const { start, product: products, bought } = basketsOf(book);
	for (let e = start[order]; e < start[order + 1]; e++) if (products[e] === product) return bought[e] > 0;
	return false;
}

/** A share of predictions with its 95 % Wilson interval. */
export interface Share {
	readonly of: number;
	readonly count: number;
	readonly rate: number;
	readonly low: number;
	readonly high: number;
}

/** How past predictions did, over those whose time has passed. Figures are NaN where there are none. */
export interface OutcomeReport {
	readonly statuses: Readonly<Record<OutcomeStatus, number>>;
	readonly meanPredicted: number;
	readonly bought: Share;
	/** Of the pairs whose ad was shown, those that bought: what the threshold really hit. */
	readonly ads: Share;
	/** Verdicts that were right, beside the mean confidence that was claimed. */
	readonly right: Share;
	readonly meanConfidence: number;
	readonly logLoss: number;
	readonly brier: number;
	readonly reliability: readonly ReliabilityBin[];
}

/**
 * Sums outcomes up. Predictions kept early enough to be settled by a purchase but not yet by its absence are left out
 * until the horizon is over, so that quick buyers do not flatter the figures: pass the same book. A prediction that was kept
 * more than once counts once, or its intervals would promise too much.
 */
export function reportOutcomes(kept: readonly Outcome[], book: OrderBook): OutcomeReport {
	const outcomes = distinct(kept);
	const statuses: Record<OutcomeStatus, number> = { bought: 0, not_bought: 0, pending: 0, unknown: 0, not_asked: 0 };
	for (const { status } of outcomes) statuses[status]++;
	const settled = outcomes.filter((outcome) => isSettled(outcome, book));
	const p = Float64Array.from(settled, ({ record }) => record.probability);
	const y = Uint8Array.from(settled, ({ status }) => (status === 'bought' ? 1 : 0));
	const shown = settled.filter(({ record }) => record.shown);
	const hits = shown.filter(({ status }) => status === 'bought').length;
	const right = settled.filter(({ record, status }) => record.shown === (status === 'bought')).length;
	const average = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
	return {
		statuses,
		meanPredicted: average([...p]),
		bought: shareOf(y.reduce((a, b) => a + b, 0), settled.length),
		ads: shareOf(hits, shown.length),
		right: shareOf(right, settled.length),
		meanConfidence: average(settled.map(({ record }) => record.confidence)),
		logLoss: logLoss(p, y),
		brier: brier(p, y),
		reliability: settled.length ? reliabilityOf(groupScores(p, y), Math.min(10, Math.ceil(settled.length / 20))) : []
	};
}

/** The first of those that say the same of one customer, product and moment. */
function distinct(outcomes: readonly Outcome[]): Outcome[] {
	const first = new Map<string, Outcome>();
	for (const outcome of outcomes) {
		const { customer, product, asOf, asked, probability, hypothetical } = outcome.record;
		const key = JSON.stringify([customer, product, asOf, asked, probability, hypothetical && outcome.record.id]);
		if (!first.has(key)) first.set(key, outcome);
	}
	return [...first.values()];
}

function isSettled({ record, status }: Outcome, book: OrderBook): boolean {
	if (status !== 'bought' && status !== 'not_bought') return false;
	if (record.asked?.kind !== 'next') return true;
	const asOf = Math.floor(Date.parse(`${record.asOf}T00:00:00Z`) / 86_400_000);
	return book.to >= asOf + record.asked.horizon - 1;
}

function shareOf(count: number, of: number): Share {
	return { of, count, rate: count / of, ...wilsonInterval(count, of) };
}
