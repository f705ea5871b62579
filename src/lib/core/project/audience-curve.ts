import { stepOf } from '../evaluation/threshold-curve.js';
import { wilsonInterval } from '../evaluation/wilson.js';
import type { AudienceChoice, Blocks } from './audience-choice.js';
import type { AudiencePoint } from './cards.js';
import { isTurn } from './held-out.js';
import type { HeldOut } from './held-out.js';

/** Counts of what lies in each hundredth of probability. */
class Hundredths {
	readonly pairs = new Float64Array(100);
	readonly bought = new Float64Array(100);
	readonly customers = new Float64Array(100);
	readonly profit = new Float64Array(100);
}

/**
 * What each threshold of 0.01 … 0.99, lowest first, and `everyone` without any, would bring for a choice's products:
 * customers and expected profit today, and precision, lift and recall among the held-out customers. Yields after each block.
 */
export function* audienceCurve(choice: AudienceChoice, blocks: Blocks, heldOut: HeldOut | undefined): Generator<void, { curve: AudiencePoint[]; everyone: number }> {
	const k = choice.products.length;
	const now = new Hundredths();
	for (const { size, p } of blocks()) {
		for (let r = 0; r < size; r++) {
			let best = -1;
			for (const j of choice.candidates(p, r * k)) {
				const step = stepOf(p[r * k + j]);
				now.pairs[step]++;
				now.profit[step] += choice.profitOf(j, p[r * k + j]);
				if (step > best) best = step;
			}
			if (best >= 0) now.customers[best]++;
		}
		yield;
	}
	const tested = heldOut && (yield* testedCounts(choice, heldOut));
	let [pairs, customers, profit, seen, bought] = [0, 0, 0, 0, 0];
	const curve: AudiencePoint[] = [];
	for (let step = 99; step >= 1; step--) {
		pairs += now.pairs[step];
		customers += now.customers[step];
		profit += now.profit[step];
		seen += tested?.pairs[step] ?? 0;
		bought += tested?.bought[step] ?? 0;
		const { low, high } = wilsonInterval(bought, seen);
		curve.push({
			threshold: step / 100,
			...{ customers, pairs },
			...(choice.margin && { profit }),
			tested: seen,
			precision: bought / seen,
			...(seen ? { low, high } : { low: NaN, high: NaN }),
			lift: tested ? bought / seen / (tested.allBought / tested.all) : NaN,
			recall: tested ? bought / tested.allBought : NaN
		});
	}
	return { curve: curve.reverse(), everyone: profit + now.profit[0] };
}

function* testedCounts(choice: AudienceChoice, { examples, p, outcome }: HeldOut): Generator<void, { pairs: Float64Array; bought: Float64Array; all: number; allBought: number }> {
	const k = choice.products.length;
	const counts = new Hundredths();
	let [all, allBought] = [0, 0];
	for (let row = 0; row < examples.rows; row++) {
		for (let j = 0; j < k; j++) {
			if ((choice.only >= 0 && j !== choice.only) || outcome[row * k + j] === 2) continue;
			all++;
			allBought += outcome[row * k + j];
		}
		for (const j of choice.candidates(p, row * k)) {
			const label = outcome[row * k + j];
			if (label === 2) continue;
			const step = stepOf(p[row * k + j]);
			counts.pairs[step]++;
			counts.bought[step] += label;
		}
		if (isTurn(row, k)) yield;
	}
	return { pairs: counts.pairs, bought: counts.bought, all, allBought };
}
