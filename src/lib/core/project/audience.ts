import { LikelyError } from '../errors.js';
import { holdoutDraw } from '../recommendation/audience.js';
import { profitThreshold } from '../recommendation/profit.js';
import { AudienceChoice } from './audience-choice.js';
import type { Blocks, Taken } from './audience-choice.js';
import { audienceCurve } from './audience-curve.js';
import { measureChoice } from './audience-measure.js';
import type { AudienceAnswer, AudienceRequest, AudienceRow } from './cards.js';
import { heldOutOf } from './held-out.js';
import type { Predictor } from './predictor.js';

/** Always the same draw: whoever is kept back in one export is in every other, of this project or a newer one. */
const HOLDOUT_SEED = 1;
/** At most half of the customers are kept back. */
const MOST_HELD_BACK = 0.5;

const tops = new WeakMap<Predictor, Map<number, AudienceAnswer['highest']>>();
const draws = new WeakMap<Predictor, Float64Array>();
const curves = new WeakMap<Predictor, { key: string; made: ReturnType<typeof audienceCurve> }>();

/**
 * Whom to show what, what that is expected to bring, and what the same choice hits among the held-out customers.
 * Throws as `AudienceChoice` does, and `audience.holdout` {value}.
 */
export function audience(predictor: Predictor, request: AudienceRequest): AudienceAnswer {
	const { products } = predictor;
	const choice = new AudienceChoice(products, request);
	const shown = new Uint8Array(predictor.examples.rows);
	const kept = new Uint8Array(shown.length);
	const perProduct = products.map((product) => ({ product, customers: 0, expected: 0, heldBack: 0, profit: 0 }));
	const best = new Best(request.limit);
	let [pairs, heldPairs, profit, lowest, lowestScore] = [0, 0, 0, Infinity, Infinity];
	choice.each(blocksOf(predictor), heldBackOf(predictor, request.holdout), (taken) => {
		const of = perProduct[taken.product];
		best.add(taken);
		lowest = Math.min(lowest, taken.probability);
		if (taken.heldBack) {
			kept[taken.row] = 1;
			heldPairs++;
			of.heldBack++;
			return;
		}
		shown[taken.row] = 1;
		pairs++;
		of.customers++;
		of.expected += taken.probability;
		of.profit += choice.profitOf(taken.product, taken.probability);
		profit += choice.profitOf(taken.product, taken.probability);
		lowestScore = Math.min(lowestScore, taken.score);
	});
	const { curve, everyone } = curveOf(predictor, choice);
	const heldOut = heldOutOf(predictor);
	const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0);
	const { contacts } = predictor.project.book;
	return {
		pairs,
		customers: count(shown),
		heldBack: { pairs: heldPairs, customers: count(kept) },
		lowest: pairs + heldPairs ? lowest : NaN,
		highest: highestOf(predictor, choice),
		perProduct: perProduct
			.map(({ profit: earned, ...row }, j) => ({ ...row, ...(choice.margin && { profit: earned, threshold: profitThreshold(choice.cost, choice.margin[j]) }) }))
			.filter((row) => row.customers + row.heldBack > 0)
			.sort((a, b) => b.customers - a.customers),
		rows: best.done().map((taken) => rowOf(predictor, choice, taken)),
		...(heldOut && { measured: measureChoice(choice, heldOut, request.rule.kind === 'budget' && pairs === request.rule.ads ? lowestScore : -Infinity) }),
		...(choice.margin && { profit: { shown: profit, everyone, best: bestOf(curve) } }),
		curve,
		reachable: { email: contacts?.email?.filter(Boolean).length ?? 0, phone: contacts?.phone?.filter(Boolean).length ?? 0 }
	};
}

/** Every pair that is taken, best first, kept-back ones included: what an export writes. Throws as `audience` does. */
export function audienceRows(predictor: Predictor, request: AudienceRequest): AudienceRow[] {
	const choice = new AudienceChoice(predictor.products, request);
	const best = new Best(Infinity);
	choice.each(blocksOf(predictor), heldBackOf(predictor, request.holdout), (taken) => best.add(taken));
	return best.done().map((taken) => rowOf(predictor, choice, taken));
}

const blocksOf = (predictor: Predictor): Blocks => (visit) => predictor.everybody(visit);

/** [rows] 1 for customers who are kept back; undefined where nobody is. */
function heldBackOf(predictor: Predictor, share = 0): Uint8Array | undefined {
	if (!(share >= 0 && share <= MOST_HELD_BACK)) throw new LikelyError('audience.holdout', { value: share });
	if (share === 0) return undefined;
	const { customer, book } = predictor.examples;
	const drawn = draws.get(predictor) ?? Float64Array.from(customer, (c) => holdoutDraw(book.customers[c], HOLDOUT_SEED));
	draws.set(predictor, drawn);
	return Uint8Array.from(drawn, (place) => (place < share ? 1 : 0));
}

/** The curve does not depend on where the rule draws its line: remembered while only that moves. */
function curveOf(predictor: Predictor, choice: AudienceChoice): ReturnType<typeof audienceCurve> {
	const { product, terms, onePerCustomer = false, rule } = choice.request;
	const key = JSON.stringify([product ?? null, terms ?? null, onePerCustomer && [rule.kind]]);
	const before = curves.get(predictor);
	if (before?.key === key) return before.made;
	const made = audienceCurve(choice, blocksOf(predictor), heldOutOf(predictor));
	curves.set(predictor, { key, made });
	return made;
}

function bestOf(curve: AudienceAnswer['curve']): { threshold: number; profit: number } {
	return curve
		.map(({ threshold, profit = NaN }) => ({ threshold, profit }))
		.reduce((a, b) => (b.profit > a.profit ? b : a));
}

function highestOf(predictor: Predictor, { only }: AudienceChoice): AudienceAnswer['highest'] {
	const { products, examples } = predictor;
	const known = tops.get(predictor) ?? new Map<number, AudienceAnswer['highest']>();
	const before = known.get(only);
	if (before) return before;
	const k = products.length;
	let highest = { row: 0, product: 0, probability: -1, customers: 0 };
	predictor.everybody((first, rows, p) => {
		for (let i = Math.max(0, only); i < rows * k; i += only < 0 ? 1 : k)
			if (p[i] > highest.probability) highest = { row: first + Math.floor(i / k), product: i % k, probability: p[i], customers: 1 };
			else if (p[i] === highest.probability && i % k === highest.product) highest.customers++;
	});
	const found = { customer: examples.book.customers[examples.customer[highest.row]], product: products[highest.product], probability: highest.probability, everybody: examples.rows > 1 && highest.customers === examples.rows };
	tops.set(predictor, known.set(only, found));
	return found;
}

function rowOf({ examples, products }: Predictor, choice: AudienceChoice, { row, product, probability, heldBack }: Taken): AudienceRow {
	return {
		customer: examples.book.customers[examples.customer[row]],
		product: products[product],
		probability,
		...(choice.margin && { profit: choice.profitOf(product, probability) }),
		heldBack
	};
}

/** The best of many pairs; equal ones by row, then product. */
class Best {
	#taken: Taken[] = [];

	constructor(readonly most: number) {}

	add(taken: Taken): void {
		this.#taken.push(taken);
		if (this.#taken.length > 4 * this.most + 1000) this.#cut();
	}

	#cut(): void {
		this.#taken.sort((a, b) => b.score - a.score || a.row - b.row || a.product - b.product);
		if (this.#taken.length > this.most) this.#taken.length = this.most;
	}

	done(): readonly Taken[] {
		this.#cut();
		return this.#taken;
	}
}
