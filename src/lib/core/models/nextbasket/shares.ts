import type { Judgement } from './judged.js';
import { fitLine } from './popular.js';

/** How much networks count beside trees, and popularity beside both, 0 to 1; and the slope of popularity's log-odds. */
export interface Shares {
	readonly networks: number;
	readonly popular: number;
	readonly slope: number;
}

/** Shares that are tried, and by how many standard errors the loss has to be lower. */
const TRIED = [0.25, 0.5, 0.75, 1];
const SURE = 2;

/**
 * Networks count as much as the judged pairs' loss is lowest with, for nothing unless it is surely lower then; where nothing is
 * judged, half. Popularity counts as much as the loss is lowest with then: it is what remains to be said where customers cannot
 * be told apart, so nothing has to be sure. Beside the shares, [rows] log-odds that follow.
 */
export function chooseShares(judged: Judgement): { shares: Shares; margin: Float32Array } {
	const { label, weight, logOrders } = judged;
	if (!label.some((y) => y > 0)) return { shares: { networks: 0.5, popular: 0, slope: 0 }, margin: mixed(judged.trees, judged.networks, 0.5) };
	const lossesOf = lossesBy(judged);
	const networks = surelyLowest(lossesOf(judged.trees, judged.networks));
	const model = mixed(judged.trees, judged.networks, networks);
	const { intercept, slope } = fitLine(logOrders, label, weight);
	const line = logOrders.map((v) => intercept + slope * v);
	const popular = lowest(lossesOf(model, line));
	return { shares: { networks, popular, slope }, margin: mixed(model, line, popular) };
}

/**
 * A second model, by [rows] its scores, counts as much beside the first one as the judged pairs' loss is lowest with, once a
 * straight line has made log-odds of them. Beside its share and slope, [rows] log-odds that follow; margin: those of the first.
 */
export function chooseBeside(judged: Judgement, margin: Float32Array, scores: Float32Array): { share: number; slope: number; margin: Float32Array } {
	const { intercept, slope } = fitLine(scores, judged.label, judged.weight);
	const second = scores.map((score) => intercept + slope * score);
	const share = lowest(lossesBy(judged)(margin, second));
	return { share, slope, margin: mixed(margin, second, share) };
}

/** Customers' losses by mixtures of two log-odds. */
function lossesBy({ label, weight, customer }: Judgement) {
	const rows = rowsOfCustomers(customer);
	return (first: Float32Array, other: Float32Array) => (share: number) => customerLosses(mixed(first, other, share), label, weight, rows);
}

const mixed = (first: Float32Array, second: Float32Array, share: number): Float32Array =>
	first.map((margin, r) => (1 - share) * margin + share * second[r]);

/** [rows] the number of a row's customer, in the order in which they come. */
function rowsOfCustomers(customer: Int32Array): Int32Array {
	const numbers = new Map<number, number>();
	return customer.map((c) => {
		const number = numbers.get(c) ?? numbers.size;
		numbers.set(c, number);
		return number;
	});
}

/** Cross-entropy of each customer's pairs, summed. */
function customerLosses(margin: Float32Array, label: Float32Array, weight: Float32Array, rows: Int32Array): Float64Array {
	const sums = new Float64Array(rows.reduce((most, number) => Math.max(most, number + 1), 0));
	rows.forEach((number, r) => {
		const m = margin[r];
		sums[number] += weight[r] * (Math.max(m, 0) - label[r] * m + Math.log1p(Math.exp(-Math.abs(m))));
	});
	return sums;
}

/** The share with the lowest loss of those that lead by SURE standard errors of the paired difference; 0 where none does. */
function surelyLowest(lossesOf: (share: number) => Float64Array): number {
	const alone = lossesOf(0);
	let best = { share: 0, lead: 0 };
	for (const share of TRIED) {
		const losses = lossesOf(share);
		const leads = alone.map((loss, i) => loss - losses[i]);
		const lead = leads.reduce((a, b) => a + b, 0) / leads.length;
		const error = Math.sqrt(leads.reduce((sum, d) => sum + (d - lead) ** 2, 0) / Math.max(1, leads.length - 1) / leads.length);
		if (lead > SURE * error && lead > best.lead) best = { share, lead };
	}
	return best.share;
}

/** The share with the lowest loss, the smallest of equals. */
function lowest(lossesOf: (share: number) => Float64Array): number {
	let best = { share: 0, loss: Infinity };
	for (const share of [0, ...TRIED]) {
		const loss = lossesOf(share).reduce((sum, own) => sum + own, 0);
		if (loss < best.loss) best = { share, loss };
	}
	return best.share;
}
