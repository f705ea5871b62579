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
	/** [n] 1 for pairs of the latest date: what models are compared on. */
	readonly latest: Uint8Array;
}

/** The pairs of all folds but one: what a mix for that fold's customers is chosen on. */
export function mixPairsOutside({ data, fold, folds, latest }: MixPairs, out: number): MixPairs {
	const kept = Int32Array.from(fold.keys()).filter((i) => fold[i] !== out);
	return {
		data: {
			columns: data.columns.map((column) => Float64Array.from(kept, (i) => column[i])),
			label: Uint8Array.from(kept, (i) => data.label[i]),
			weight: Float32Array.from(kept, (i) => data.weight[i])
		},
		fold: Uint8Array.from(kept, (i) => fold[i] - (fold[i] > out ? 1 : 0)),
		folds: folds - 1,
		latest: Uint8Array.from(kept, (i) => latest[i])
	};
}

/**
 * The share of the log loss that an answer without impacts has to gain: a model that no parameter explains takes part
 * only where it is worth that much.
 */
export const WORTH_OF_IMPACTS = 0.01;

/**
 * The mix with the lowest log loss on customers whose pairs it was not fitted on: log-odds or probabilities, or the
 * best single member. Members that no parameter explains take part where that gains more than `WORTH_OF_IMPACTS`. On
 * the latest pairs, all together, the choice is never worse than the best of the members that it may use.
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
	const { data, fold, folds, latest } = pairs;
	const columns = members.map((m) => data.columns[m]);
	const within = (part: Uint8Array): MixData => ({ ...data, columns, part });
	const spread = (kind: MixKind, few: ArrayLike<number>): Mix => {
		const weights = new Float64Array(data.columns.length);
		members.forEach((m, i) => (weights[m] = few[i]));
		return { kind, weights };
	};
	const whole = within(new Uint8Array(fold.length).fill(1));
	const now = within(latest);
	const single = singleOf(now);
	const tried: { mix: Mix; loss: number }[] = [{ mix: single, loss: heldOut((out) => singleOf(within(others(latest, out)))) }];
	for (const kind of ['log-odds', 'probability'] as const) {
		const weights = fitMix(kind, whole);
		tried.push({ mix: { kind, weights }, loss: heldOut((out) => ({ kind, weights: fitMix(kind, within(others(whole.part, out)), weights) })) });
	}
	const { mix, loss } = tried.reduce((a, b) => (b.loss < a.loss ? b : a));
	const hurts = mixLoss(mix.kind, now, mix.weights) > mixLoss(single.kind, now, single.weights);
	const { kind, weights } = hurts ? single : mix;
	return { mix: spread(kind, weights), loss };

	/** Of some pairs those that are not in a fold. */
	function others(part: Uint8Array, out: number): Uint8Array {
		return part.map((p, i) => (fold[i] === out ? 0 : p));
	}

	/** Mean loss of the latest pairs, each by what was fitted without its fold. */
	function heldOut(fit: (out: number) => Mix): number {
		let sum = 0;
		let mass = 0;
		for (let k = 0; k < folds; k++) {
			const held = within(latest.map((p, i) => (fold[i] === k ? p : 0)));
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
