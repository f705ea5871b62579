import { Z95, wilsonInterval } from '../evaluation/wilson.js';
import type { AudienceChoice } from './audience-choice.js';
import type { AudienceMeasured } from './cards.js';
import { isTurn } from './held-out.js';
import type { HeldOut } from './held-out.js';

/** What a choice hits among held-out customers; lowest: the score at which a budget ends. Yields where others may have their turn. */
export function* measureChoice(choice: AudienceChoice, { examples, p, outcome }: HeldOut, lowest: number): Generator<void, AudienceMeasured> {
	const k = choice.products.length;
	const profits = new Float64Array(examples.rows);
	const ads = new Float64Array(examples.rows);
	let [pairs, bought, all, positives] = [0, 0, 0, 0];
	for (let row = 0; row < examples.rows; row++) {
		for (let j = 0; j < k; j++) {
			if ((choice.only >= 0 && j !== choice.only) || outcome[row * k + j] === 2) continue;
			all++;
			positives += outcome[row * k + j];
		}
		for (const j of choice.candidates(p, row * k)) {
			const label = outcome[row * k + j];
			if (label === 2 || !choice.takes(j, p[row * k + j], lowest)) continue;
			pairs++;
			bought += label;
			ads[row]++;
			profits[row] += label * (choice.margin?.[j] ?? 0) - choice.cost;
		}
		if (isTurn(row, k)) yield;
	}
	const precision = bought / pairs;
	const { low, high } = wilsonInterval(bought, pairs);
	return {
		...{ pairs, bought, precision, low, high },
		lift: precision / (positives / all),
		recall: bought / positives,
		...(choice.margin && { profit: profitOfAnAd(profits, ads) })
	};
}

/** Mean profit of an ad with the 95 % interval of a ratio estimator over customers: all ads of one go together. */
function profitOfAnAd(profits: Float64Array, ads: Float64Array): NonNullable<AudienceMeasured['profit']> {
	const shown = ads.reduce((a, b) => a + b, 0);
	const mean = profits.reduce((a, b) => a + b, 0) / shown;
	const spread = profits.reduce((sum, profit, row) => sum + (profit - mean * ads[row]) ** 2, 0);
	const half = (Z95 * Math.sqrt(spread)) / shown;
	return { mean, low: mean - half, high: mean + half };
}
