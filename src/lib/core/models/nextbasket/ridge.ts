import { bestKernels } from '../neural/kernels-best.js';
import type { Clock } from './clock.js';
import { STEPS } from './clock-filter.js';
import { FRESH_WIDTH, describe, widthOf } from './design.js';
import type { Space } from './design.js';
import type { Histories } from './histories.js';
import { nextBasket } from './histories.js';
import { hitWorth } from './metric.js';
import { OwnHistory } from './own.js';
import { sharedFloats } from './shared.js';
import type { States } from './states.js';
import { invertSymmetric } from './symmetric.js';

/** States that lie further back count less, and each speaks of another time. */
export const stateWeight = (age: number): number => (age === 0 ? 1 : 0.4 * 0.85 ** (age - 1));

export interface MomentsTask {
	readonly histories: Histories;
	readonly space: Space;
	readonly clock: Clock;
	readonly states: States;
	/** Which states to sum over. */
	readonly rows: Int32Array;
	/** [products] place among the products that are predicted, -1 for the others. */
	readonly place: Int32Array;
	readonly predicted: number;
}

/** Sums of a regression. Columns: the description, then its last FRESH_WIDTH again, for fresh states alone. */
export interface Moments {
	/** [full × full], full = width + FRESH_WIDTH */
	readonly gram: Float32Array;
	/** [predicted × full] */
	readonly rhs: Float32Array;
}

const BLOCK = 256;

/** Weighted sums over states: descriptions times descriptions, and times what the next basket is worth. */
export function momentsOf({ histories, space, clock, states, rows, place, predicted }: MomentsTask): Moments {
	const width = widthOf(space);
	const own = new OwnHistory(histories);
	const weights = new Float32Array(own.item.length);
	const full = width + FRESH_WIDTH;
	const kernels = bestKernels(2 * BLOCK * full + full * full);
	const [plain, weighted, gram] = [0, BLOCK * full, 2 * BLOCK * full];
	const rhs = sharedFloats(predicted * full);
	const a = kernels.memory;
	a.fill(0, gram, gram + full * full);
	for (let from = 0; from < rows.length; from += BLOCK) {
		const count = Math.min(BLOCK, rows.length - from);
		for (let r = 0; r < count; r++) {
			const state = rows[from + r];
			const at = plain + r * full;
			const weight = stateWeight(states.age[state]);
			const [customer, cut] = [states.customer[state], states.cut[state]];
			const when = (clock.row[customer] + cut - 1) * STEPS;
			describe(own.read(customer, cut), space, clock.posterior.subarray(when, when + STEPS), weights, a, at);
			if (states.age[state] === 0) a.copyWithin(at + width, at + width - FRESH_WIDTH, at + width);
			else a.fill(0, at + width, at + full);
			for (let i = 0; i < full; i++) a[weighted + r * full + i] = weight * a[at + i];
			const basket = nextBasket(histories, customer, cut);
			const worth = weight * hitWorth(basket.length);
			const used = states.age[state] === 0 ? full : width;
			for (const product of basket) {
				if (place[product] < 0) continue;
				const to = place[product] * full;
				for (let i = 0; i < used; i++) rhs[to + i] += worth * a[at + i];
			}
		}
		kernels.transposedMultiply(plain, weighted, gram, count, full, full, true);
	}
	const out = sharedFloats(full * full);
	out.set(a.subarray(gram, gram + full * full));
	return { gram: out, rhs };
}

export interface SolveTask {
	/** Moments to add, and some to take away. */
	readonly plus: readonly Moments[];
	readonly minus: readonly Moments[];
	readonly width: number;
	readonly predicted: number;
	readonly lambda: number;
}

/** Ridge regression (Hoerl & Kennard 1970): [width × predicted] what a fresh state's description is worth. */
export function solveRidge({ plus, minus, width, predicted, lambda }: SolveTask): Float32Array {
	const full = width + FRESH_WIDTH;
	const gram = new Float64Array(full * full);
	for (const { gram: part } of plus) for (let i = 0; i < gram.length; i++) gram[i] += part[i];
	for (const { gram: part } of minus) for (let i = 0; i < gram.length; i++) gram[i] -= part[i];
	for (let i = 0; i < full; i++) gram[i * full + i] += lambda;
	const inverse = invertSymmetric(gram, full);
	// A fresh state has the end of its description twice, so what comes out for the two is added.
	const [right, both, to] = [0, predicted * full, predicted * full + full * width];
	const kernels = bestKernels(to + predicted * width);
	const a = kernels.memory;
	a.fill(0, right, both);
	for (const { rhs } of plus) for (let i = 0; i < both; i++) a[i] += rhs[i];
	for (const { rhs } of minus) for (let i = 0; i < both; i++) a[i] -= rhs[i];
	for (let i = 0; i < full; i++)
		for (let j = 0; j < width; j++) {
			const again = j >= width - FRESH_WIDTH ? inverse[i * full + j + FRESH_WIDTH] : 0;
			a[both + i * width + j] = inverse[i * full + j] + again;
		}
	kernels.multiply(right, both, to, predicted, full, width, false);
	const out = sharedFloats(width * predicted);
	for (let p = 0; p < predicted; p++) for (let j = 0; j < width; j++) out[j * predicted + p] = a[to + p * width + j];
	return out;
}
