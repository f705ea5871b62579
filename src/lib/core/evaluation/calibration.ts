import type { Examples } from '../features/types.js';
import { popularityRates } from '../models/popularity.js';
import { atOnce } from '../progress.js';
import { Random } from '../random.js';
import type { CalibrationKind, CalibrationMap } from './calibration-map.js';
import { calibrate, calibrateOne, logit, pooledWithPopularity } from './calibration-map.js';
import type { CalibrationPairs } from './calibration-pairs.js';
import { countCells, dealFolds, gatherPairs, pairsOutside } from './calibration-pairs.js';
import { alignDates } from './date-levels.js';
import { fitIsotonic } from './isotonic.js';
import type { LogisticData } from './logistic.js';
import { fitLogistic } from './logistic.js';
import { pairLoss } from './loss.js';
import { chooseOffsets } from './product-offsets.js';
import { shareBeside } from './share-beside.js';

export interface CalibrationOptions {
	readonly seed: number;
	/** [products] popularity's probabilities; from the examples themselves where not given. */
	readonly popularity?: Float32Array;
	/** Parts of the customers that are held out in turn; 5 unless told. */
	readonly folds?: number;
	/** Bought, and not bought, pairs beyond this many are sampled; 2^17 unless told. */
	readonly sampled?: number;
}

/** A chosen map and how the candidates did. */
export interface Calibration {
	readonly kind: CalibrationKind;
	readonly map: CalibrationMap;
	/** Assumed standard deviation of single products' shifts around the pooled map, in logits; 0: no shifts. */
	readonly spread: number;
	/** Mean negative log likelihood on customers held out from the fit: of the choice, and of every candidate. */
	readonly logLoss: number;
	readonly candidates: readonly { readonly kind: CalibrationKind; readonly logLoss: number }[];
}

/** Which terms a candidate fits; the others stand at `fixed`. `l` is odds and against tied. Simplest first. */
const CANDIDATES: readonly {
	kind: Exclude<CalibrationKind, 'isotonic'>;
	terms: readonly ('bias' | 'l' | 'odds' | 'against' | 'popularity')[];
}[] = [
	{ kind: 'popularity', terms: [] },
	{ kind: 'identity', terms: [] },
	{ kind: 'temperature', terms: ['l'] },
	{ kind: 'platt', terms: ['bias', 'l'] },
	{ kind: 'platt-popularity', terms: ['bias', 'l', 'popularity'] },
	{ kind: 'beta', terms: ['bias', 'odds', 'against'] },
	{ kind: 'beta-popularity', terms: ['bias', 'odds', 'against', 'popularity'] }
];

/**
 * Learns how to turn raw probabilities into calibrated ones, from predictions for customers that the model did not
 * see. p: [rows × products]. Candidates: the identity, temperature (Guo et al., 2017), Platt's scaling on logits
 * (Platt, 1999), beta calibration (Kull et al., 2017), each of the last two also with popularity's logit as a second
 * term, so that a model without signal shrinks to popularity, popularity alone, and isotonic regression. The one with
 * the lowest log loss on held-out folds of customers is taken; then single products are shifted, shrunken to the
 * pooled map, where that lowers the held-out loss by more than its standard error. Every map is monotone per product.
 * A model that is not surely better than popularity is popularity from then on; one whose gain may not last till the next
 * date is pulled to popularity (see `shareBeside`).
 * Pairs of earlier as-of dates are put to the latest date's level first, so that slopes are learned from all seasons,
 * but the level is that of the latest. Where two customers, bought or not bought pairs are missing, the identity is returned.
 */
export function fitCalibration(p: Float32Array, examples: Examples, options: CalibrationOptions): Calibration {
	return atOnce(calibrationTurns(p, examples, options));
}

/** About how many turns `calibrationTurns` takes. */
export const TURNS = 12;

/** `fitCalibration` with places for others to have their turn. */
export function* calibrationTurns(p: Float32Array, examples: Examples, options: CalibrationOptions): Generator<void, Calibration> {
	const { pairs, rates } = materialFor(p, examples, options);
	yield;
	return yield* chooseCalibration(pairs, rates);
}

/** Maps for customers whose own pairs they were not learned from. */
export interface CrossCalibration {
	/** [folds] each learned, and chosen, without the customers of its fold. */
	readonly maps: readonly CalibrationMap[];
	/** [customers of the book] the fold of each; -1 for those who are in no row. */
	readonly foldOf: Int8Array;
}

/**
 * `fitCalibration` once for every fold of customers, from the pairs of the others: whoever compares models on the very
 * customers that calibrate them asks each by the map of their fold, so that no model is flattered by how well a map can
 * bend to them. The folds are those of `fitCalibration`. p: [rows × products].
 */
export function crossFitCalibration(p: Float32Array, examples: Examples, options: CalibrationOptions): CrossCalibration {
	return atOnce(crossCalibrationTurns(p, examples, options));
}

/** `crossFitCalibration` with places for others to have their turn. */
export function* crossCalibrationTurns(p: Float32Array, examples: Examples, options: CalibrationOptions): Generator<void, CrossCalibration> {
	const { pairs, rates, foldOf } = materialFor(p, examples, options);
	const maps: CalibrationMap[] = [];
	for (let fold = 0; fold < pairs.folds; fold++) {
		yield;
		const { map } = yield* chooseCalibration(pairsOutside(pairs, fold), rates);
		maps.push(map);
	}
	return { maps, foldOf };
}

/** Each row by the map of its customer's fold: [rows × products] of [rows × products]. Every customer must have a fold. */
export function crossCalibrate({ maps, foldOf }: CrossCalibration, p: Float32Array, { customer, rows }: Pick<Examples, 'customer' | 'rows'>): Float32Array {
	const out = new Float32Array(p.length);
	const products = p.length / Math.max(1, rows);
	for (let row = 0; row < rows; row++) {
		const from = row * products;
		out.set(calibrate(maps[foldOf[customer[row]]], p.subarray(from, from + products)), from);
	}
	return out;
}

/** [customers of the book] the folds that `fitCalibration` deals; -1 for those who are in no row. */
export function calibrationFolds(examples: Examples, { seed, folds = 5 }: Pick<CalibrationOptions, 'seed' | 'folds'>): Int8Array {
	return dealFolds(examples, folds, new Random(seed).fork('calibration'));
}

function materialFor(p: Float32Array, examples: Examples, { seed, popularity, folds = 5, sampled = 2 ** 17 }: CalibrationOptions) {
	const pairs = gatherPairs(p, examples, folds, sampled, new Random(seed).fork('calibration'));
	return { pairs, rates: popularity ?? popularityRates(examples), foldOf: calibrationFolds(examples, { seed, folds }) };
}

function* chooseCalibration(pairs: CalibrationPairs, rates: Float32Array): Generator<void, Calibration> {
	const clip = Math.min(1e-3, Math.max(1e-7, 0.5 / Math.max(1, pairs.mass)));
	const neutral: CalibrationMap = {
		clip,
		bias: 0,
		odds: 1,
		against: 1,
		popularity: 0,
		rateLogit: Float64Array.from(rates, (r) => logit(Math.min(Math.max(r, 1e-7), 1 - 1e-7))),
		offset: new Float64Array(rates.length)
	};
	const bought = pairs.label.reduce((a, b) => a + b, 0);
	if (pairs.folds < 2 || !bought || bought === pairs.label.length)
		return { kind: 'identity', map: neutral, spread: 0, logLoss: NaN, candidates: [] };

	const material = materialOf(neutral, pairs);
	const kinds = [...CANDIDATES.map(({ kind }) => kind), 'isotonic' as const];
	const fits: ReturnType<typeof crossValidate>[] = [];
	for (const kind of kinds) {
		yield;
		fits.push(crossValidate(kind, neutral, pairs, material));
	}
	const lowest = fits.reduce((a, b) => (b.logLoss < a.logLoss ? b : a));
	// Shifts can do what a richer pooled map was bent for, so the plain ones get a second chance with them.
	const shifted: (Omit<ReturnType<typeof crossValidate>, 'heldOut'> & ReturnType<typeof chooseOffsets>)[] = [];
	for (const fit of fits) {
		if (fit !== lowest && fit.kind !== 'identity' && fit.kind !== 'platt') continue;
		yield;
		shifted.push({ ...fit, ...chooseOffsets(pairs, fit.heldOut, rates.length) });
	}
	const [popularity] = fits;
	const winner = shifted.reduce((a, b) => (b.logLoss < a.logLoss ? b : a));
	const share = shareBeside(winner.heldOut, popularity.heldOut, pairs);
	const best = share > 0 ? winner : { ...popularity, offset: neutral.offset, spread: 0 };
	return {
		kind: best.kind,
		map: share > 0 ? pooledWithPopularity({ ...best.map, offset: best.offset }, share) : best.map,
		spread: best.spread,
		logLoss: best.logLoss,
		candidates: fits.map(({ kind, logLoss: loss }) => ({ kind, logLoss: loss }))
	};
}

/** A candidate fitted on all pairs, and each pair's probability from the fit without its fold. */
function crossValidate(kind: CalibrationKind, neutral: CalibrationMap, pairs: CalibrationPairs, material: Material) {
	const whole = fitCandidate(kind, neutral, material);
	const byFold = Array.from({ length: pairs.folds }, (_, fold) => {
		const skip = material.fold.map((f) => (f === fold ? 1 : 0));
		return fitCandidate(kind, neutral, { ...material, skip }, whole.weights).map;
	});
	const heldOut = new Float32Array(pairs.p.length);
	let loss = 0;
	for (let i = 0; i < heldOut.length; i++) {
		const map = byFold[pairs.fold[i]];
		heldOut[i] = calibrateOne(map, map.bias + map.popularity * material.rate[i], material.p[i]);
		loss += pairs.weight[i] * pairLoss(heldOut[i], pairs.label[i]);
	}
	return { kind, map: whole.map, heldOut, logLoss: loss / pairs.weight.reduce((a, b) => a + b, 0) };
}

/** Counted pairs with the columns of every candidate's design. */
interface Material extends LogisticData {
	/** [pairs] probabilities, and logits of popularity's, at the level of the latest date. */
	readonly p: Float64Array;
	readonly rate: Float64Array;
	/** [cells] from here on. */
	readonly fold: Uint8Array;
	readonly columns: Readonly<Record<'bias' | 'l' | 'odds' | 'against' | 'popularity', Float64Array>>;
}

function materialOf({ clip, rateLogit }: CalibrationMap, pairs: CalibrationPairs): Material {
	const within = (p: number) => Math.min(Math.max(p, clip), 1 - clip);
	const l = alignDates(Float64Array.from(pairs.p, (p) => logit(within(p))), pairs);
	const rate = alignDates(Float64Array.from(pairs.product, (j) => rateLogit[j]), pairs);
	// Products of a like rate are alike to the pooled maps.
	const cells = countCells(pairs, l, Int32Array.from(rate, (r) => Math.round(r / RATE_CELL) + RATE_CELLS), CELL);
	return {
		p: l.map((z) => 1 / (1 + Math.exp(-z))),
		rate,
		fold: cells.fold,
		weight: cells.weight,
		positives: cells.bought,
		columns: {
			bias: new Float64Array(cells.z.length).fill(1),
			l: cells.z,
			odds: cells.z.map((z) => -Math.log1p(Math.exp(-z))),
			against: cells.z.map((z) => Math.log1p(Math.exp(z))),
			popularity: Float64Array.from(cells.group, (g) => (g - RATE_CELLS) * RATE_CELL)
		}
	};
}

/** Widths of a class of like probabilities and of like rates, in logits, and how many of the latter lie below 0. */
const CELL = 0.05;
const RATE_CELL = 0.02;
const RATE_CELLS = 1000;

function fitCandidate(
	kind: CalibrationKind,
	neutral: CalibrationMap,
	material: Material,
	start?: readonly number[]
): { map: CalibrationMap; weights?: number[] } {
	const { columns } = material;
	if (kind === 'isotonic') return { map: { ...neutral, odds: 0, against: 0, knots: fitIsotonic(columns.l, material) } };
	if (kind === 'popularity') return { map: { ...neutral, odds: 0, against: 0, popularity: 1 } };
	const terms = CANDIDATES.find((candidate) => candidate.kind === kind)?.terms ?? [];
	if (!terms.length) return { map: neutral };
	const design = {
		columns: terms.map((term) => columns[term]),
		nonNegative: terms.map((term) => term !== 'bias'),
		prior: terms.map((term) => (term === 'bias' || term === 'popularity' ? 0 : 1))
	};
	const weights = fitLogistic(design, material, start);
	const weightOf = (term: keyof typeof columns) => (terms.includes(term) ? weights[terms.indexOf(term)] : 0);
	const tied = terms.includes('l');
	return {
		weights,
		map: {
			...neutral,
			bias: weightOf('bias'),
			odds: weightOf(tied ? 'l' : 'odds'),
			against: weightOf(tied ? 'l' : 'against'),
			popularity: weightOf('popularity')
		}
	};
}
