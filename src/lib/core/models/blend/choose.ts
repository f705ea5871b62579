import { fitMix, mixLoss } from './mix.js';
import type { MixData, MixKind } from './mix.js';

export interface Mix {
	readonly kind: MixKind;
	/** [members] not below 0, 1 together. */
	readonly weights: Float64Array;
}

/** Pairs of validation customers: what weights are chosen on. */
export interface MixPairs {
	readonly data: Omit<MixData, 'part'>;
	/** [n] fold of the pair's customer. */
	readonly fold: Uint8Array;
	readonly folds: number;
}

/** The pairs of all folds but one: what a mix for that fold's customers is chosen on. */
export function mixPairsOutside({ data, fold, folds }: MixPairs, out: number): MixPairs {
	const kept = Int32Array.from(fold.keys()).filter((i) => fold[i] !== out);
	return {
		data: {
			columns: data.columns.map((column) => Float64Array.from(kept, (i) => column[i])),
			label: Uint8Array.from(kept, (i) => data.label[i]),
			weight: Float32Array.from(kept, (i) => data.weight[i])
		},
		fold: Uint8Array.from(kept, (i) => fold[i] - (fold[i] > out ? 1 : 0)),
		folds: folds - 1
	};
}

/**
 * The share of the log loss that a model which reads whole histories has to gain: its impacts are of many more
 * parameters, and take too long to follow a moved slider, so that it takes part only where it is worth that much.
 */
export const WORTH_OF_IMPACTS = 0.01;

/**
 * The mix with the lowest log loss on customers whose pairs it was not fitted on: log-odds or probabilities, or the
 * best single member. Members that are not `explainable` from named features alone take part where that gains more than `WORTH_OF_IMPACTS`. On
 * all pairs together, the choice is never worse than the best of the members that it may use.
 */
export function chooseMix(pairs: MixPairs, explainable: readonly boolean[]): Mix {
	const everyone = explainable.map((_, m) => m);
	const explained = everyone.filter((m) => explainable[m]);
	const best = (members: readonly number[]) => bestOf(pairs, members);
	const all = best(everyone);
	if (!explained.length || explained.length === everyone.length) return all.mix;
	const some = best(explained);
	return all.loss < (1 - WORTH_OF_IMPACTS) * some.loss ? all.mix : some.mix;
}

function bestOf(pairs: MixPairs, members: readonly number[]): { mix: Mix; loss: number } {
	const { data, fold, folds } = pairs;
	const columns = members.map((m) => data.columns[m]);
	const within = (part: Uint8Array): MixData => ({ ...data, columns, part });
	const spread = (kind: MixKind, few: ArrayLike<number>): Mix => {
		const weights = new Float64Array(data.columns.length);
		members.forEach((m, i) => (weights[m] = few[i]));
		return { kind, weights };
	};
	const whole = within(new Uint8Array(fold.length).fill(1));
	const single = singleOf(whole);
	const tried: { mix: Mix; loss: number }[] = [{ mix: single, loss: heldOut((out) => singleOf(within(outside(out)))) }];
	for (const kind of ['log-odds', 'probability'] as const) {
		const weights = fitMix(kind, whole);
		tried.push({ mix: { kind, weights }, loss: heldOut((out) => ({ kind, weights: fitMix(kind, within(outside(out)), weights) })) });
	}
	const { mix, loss } = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
	const hurts = mixLoss(mix.kind, whole, mix.weights) > mixLoss(single.kind, whole, single.weights);
	const { kind, weights } = hurts ? single : mix;
	return { mix: spread(kind, weights), loss };

	/** The pairs that are not in a fold. */
	function outside(out: number): Uint8Array {
		return fold.map((own) => (own === out ? 0 : 1));
	}

	/** Mean loss, each pair's by what was fitted without its fold. */
	function heldOut(fit: (out: number) => Mix): number {
		let sum = 0;
		let mass = 0;
		for (let k = 0; k < folds; k++) {
			const held = within(fold.map((own) => (own === k ? 1 : 0)));
			const pairsOf = held.part.reduce((total, p, i) => total + p * data.weight[i], 0);
			if (!pairsOf) continue;
			const fitted = fit(k);
			sum += pairsOf * mixLoss(fitted.kind, held, fitted.weights);
			mass += pairsOf;
		}
		return sum / mass;
	}
}

/** The one member with the lowest loss. */
function singleOf(data: MixData): Mix {
	const one = (m: number) => Float64Array.from(data.columns, (_, other) => (other === m ? 1 : 0));
	const losses = data.columns.map((_, m) => mixLoss('probability', data, one(m)));
	return { kind: 'probability', weights: one(losses.indexOf(Math.min(...losses))) };
}
