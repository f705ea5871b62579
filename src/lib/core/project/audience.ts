import { LikelyError } from '../errors.js';
import { atOnce, inTurns } from '../progress.js';
import type { Work } from '../progress.js';
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
/** So often everybody is gone through: to take, for the curve, and for the highest. */
const PASSES = 3;
/** At most half of the customers are kept back. */
const MOST_HELD_BACK = 0.5;

const tops = new WeakMap<Predictor, Map<number, AudienceAnswer['highest']>>();
const draws = new WeakMap<Predictor, Float64Array>();
const curves = new WeakMap<Predictor, { key: string; made: Curve }>();

/** What each threshold would bring, and showing everything to everyone. */
type Curve = ReturnType<typeof audienceCurve> extends Generator<void, infer Made> ? Made : never;

/**
 * Whom to show what, what that is expected to bring, and what the same choice hits among the held-out customers.
 * Throws as `AudienceChoice` does, and `audience.holdout` {value}.
 */
export function audience(predictor: Predictor, request: AudienceRequest): AudienceAnswer {
	return atOnce(turnsOf(predictor, request));
}

/** The same with others getting their turn. Throws the abort of a cancelled signal, too. */
export function audienceInTurns(predictor: Predictor, request: AudienceRequest, work: Work): Promise<AudienceAnswer> {
	return inTurns(turnsOf(predictor, request), 'counting', PASSES * predictor.turnCount, work);
}

function* turnsOf(predictor: Predictor, request: AudienceRequest): Generator<void, AudienceAnswer> {
	const { products } = predictor;
	const choice = new AudienceChoice(products, request);
	const shown = new Uint8Array(predictor.examples.rows);
	const kept = new Uint8Array(shown.length);
	const perProduct = products.map((product) => ({ product, customers: 0, expected: 0, heldBack: 0, profit: 0 }));
	const best = new Best(request.limit);
	let [pairs, heldPairs, profit, lowest, lowestScore] = [0, 0, 0, Infinity, Infinity];
	yield* choice.each(blocksOf(predictor), heldBackOf(predictor, request.holdout), (taken) => {
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
	const { curve, everyone } = yield* curveOf(predictor, choice);
	const highest = yield* highestOf(predictor, choice);
	const heldOut = heldOutOf(predictor);
	const measured = heldOut && (yield* measureChoice(choice, heldOut, request.rule.kind === 'budget' && pairs === request.rule.ads ? lowestScore : -Infinity));
	const count = (flags: Uint8Array) => flags.reduce((a, b) => a + b, 0);
	const { contacts } = predictor.project.book;
	return {
		pairs,
		customers: count(shown),
		heldBack: { pairs: heldPairs, customers: count(kept) },
		lowest: pairs + heldPairs ? lowest : NaN,
		highest,
		perProduct: perProduct
			.map(({ profit: earned, ...row }, j) => ({ ...row, ...(choice.margin && { profit: earned, threshold: profitThreshold(choice.cost, choice.margin[j]) }) }))
			.filter((row) => row.customers + row.heldBack > 0)
			.sort((a, b) => b.customers - a.customers),
		rows: best.done().map((taken) => rowOf(predictor, choice, taken)),
		...(measured && { measured }),
		...(choice.margin && { profit: { shown: profit, everyone, best: bestOf(curve) } }),
		curve,
		reachable: { email: contacts?.email?.filter(Boolean).length ?? 0, phone: contacts?.phone?.filter(Boolean).length ?? 0 }
	};
}

/** Every pair that is taken, best first, kept-back ones included: what an export writes. Throws as `audience` does. */
export function audienceRows(predictor: Predictor, request: AudienceRequest): AudienceRow[] {
	const choice = new AudienceChoice(predictor.products, request);
	const best = new Best(Infinity);
	atOnce(choice.each(blocksOf(predictor), heldBackOf(predictor, request.holdout), (taken) => best.add(taken)));
	return best.done().map((taken) => rowOf(predictor, choice, taken));
}

const blocksOf = (predictor: Predictor): Blocks => () => predictor.turns();

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
function* curveOf(predictor: Predictor, choice: AudienceChoice): Generator<void, Curve> {
	const { product, terms, onePerCustomer = false, rule } = choice.request;
	const key = JSON.stringify([product ?? null, terms ?? null, onePerCustomer && [rule.kind]]);
	const before = curves.get(predictor);
	if (before?.key === key) return before.made;
	const made = yield* audienceCurve(choice, blocksOf(predictor), heldOutOf(predictor));
	curves.set(predictor, { key, made });
	return made;
}

function bestOf(curve: AudienceAnswer['curve']): { threshold: number; profit: number } {
	return curve
		.map(({ threshold, profit = NaN }) => ({ threshold, profit }))
		.reduce((a, b) => (b.profit > a.profit ? b : a));
}

function* highestOf(predictor: Predictor, { only }: AudienceChoice): Generator<void, AudienceAnswer['highest']> {
	const { products, examples } = predictor;
	const known = tops.get(predictor) ?? new Map<number, AudienceAnswer['highest']>();
	const before = known.get(only);
	if (before) return before;
	const k = products.length;
	let highest = { row: 0, product: 0, probability: -1, customers: 0 };
	for (const { first, size, p } of predictor.turns()) {
		for (let i = Math.max(0, only); i < size * k; i += only < 0 ? 1 : k)
			if (p[i] > highest.probability) highest = { row: first + Math.floor(i / k), product: i % k, probability: p[i], customers: 1 };
			else if (p[i] === highest.probability && i % k === highest.product) highest.customers++;
		yield;
	}
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

const inOrder = (a: Taken, b: Taken) => b.score - a.score || a.row - b.row || a.product - b.product;

/** The best of many pairs; equal ones by row, then product. */
class Best {
	#taken: Taken[] = [];
	/** What nothing behind it is among the best. */
	#last: Taken | undefined;

	constructor(readonly most: number) {}

	add(taken: Taken): void {
		if (this.#last && inOrder(this.#last, taken) < 0) return;
		this.#taken.push(taken);
		if (this.#taken.length > 4 * this.most + 1000) this.#cut();
	}

	#cut(): void {
		this.#taken.sort(inOrder);
		if (this.#taken.length < this.most) return;
		this.#taken.length = this.most;
		this.#last = this.#taken.at(-1);
	}

	done(): readonly Taken[] {
		this.#cut();
		return this.#taken;
	}
}
