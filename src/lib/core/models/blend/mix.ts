/** How probabilities are put together: the weighted mean of the log-odds, or of the probabilities themselves. */
export type MixKind = 'log-odds' | 'probability';

/** Members' probabilities of n pairs: columns of length n within (0, 1), with what happened. */
export interface MixData {
	readonly columns: readonly Float64Array[];
	readonly label: Uint8Array;
	/** How many pairs each stands for. */
	readonly weight: Float32Array;
	/** [n] 1 where a pair takes part. */
	readonly part: Uint8Array;
}

const STEPS = 200;
const NEAR = 1e-7;

/** What a mean is taken of, and the way back. */
export const links = {
	'log-odds': { of: (p: number) => Math.log(p / (1 - p)), back: (z: number) => 1 / (1 + Math.exp(-z)) },
	probability: { of: (p: number) => p, back: (p: number) => p }
} as const;

/** A probability kept where its log-odds are finite. */
export function inside(p: number): number {
	return p < NEAR ? NEAR : p > 1 - NEAR ? 1 - NEAR : p;
}

/**
 * Weights of the members, not below 0 and 1 together, with the lowest log loss: exponentiated gradient steps (Kivinen
 * and Warmuth 1997) from equal weights, of a size that grows while the loss falls. The loss is convex in the weights
 * for both kinds, so that no other weights do better but for the last digits. Weights below 1 % are given up, and those
 * that are 0 in `start` stay there.
 */
export function fitMix(kind: MixKind, data: MixData, start?: Float64Array): Float64Array {
	const { of } = links[kind];
	const values = data.columns.map((column) => column.map(of));
	let weights = descend(kind, values, data, start ?? new Float64Array(values.length).fill(1 / values.length));
	if (weights.some((w) => w < 0.01)) {
		const kept = weights.map((w) => (w < 0.01 ? 0 : w));
		const sum = kept.reduce((a, b) => a + b, 0);
		weights = descend(kind, values, data, kept.map((w) => w / sum));
	}
	return weights;
}

function descend(kind: MixKind, values: readonly Float64Array[], data: MixData, start: Float64Array): Float64Array {
	let state = { weights: start, ...slope(kind, values, data, start) };
	let rate = 1;
	for (let step = 0; step < STEPS && rate > 1e-4; step++) {
		const moved = state.weights.map((w, m) => w * Math.exp(-rate * state.gradient[m]));
		const sum = moved.reduce((a, b) => a + b, 0);
		const weights = moved.map((w) => w / sum);
		const next = slope(kind, values, data, weights);
		if (next.loss <= state.loss) {
			const gain = state.loss - next.loss;
			state = { weights, ...next };
			rate *= 1.5;
			if (gain < 1e-8 * next.loss) break;
		} else rate /= 2;
	}
	return state.weights;
}

/** Mean loss and its gradient, relative to the members' spread, so that steps do not depend on how rare purchases are. */
function slope(kind: MixKind, values: readonly Float64Array[], { label, weight, part }: MixData, weights: Float64Array) {
	const gradient = new Float64Array(values.length);
	let loss = 0;
	let mass = 0;
	let bought = 0;
	for (let i = 0; i < label.length; i++) {
		if (!part[i]) continue;
		let z = 0;
		for (let m = 0; m < values.length; m++) z += weights[m] * values[m][i];
		const p = inside(links[kind].back(z));
		loss -= weight[i] * Math.log(label[i] ? p : 1 - p);
		const pull = kind === 'log-odds' ? p - label[i] : (p - label[i]) / (p * (1 - p));
		for (let m = 0; m < values.length; m++) gradient[m] += weight[i] * pull * values[m][i];
		mass += weight[i];
		bought += weight[i] * label[i];
	}
	return { loss: loss / mass, gradient: gradient.map((g) => g / Math.max(1, bought)) };
}

/** Mean log loss of a mix over the pairs that take part. */
export function mixLoss(kind: MixKind, { columns, label, weight, part }: MixData, weights: ArrayLike<number>): number {
	const { of, back } = links[kind];
	let loss = 0;
	let mass = 0;
	for (let i = 0; i < label.length; i++) {
		if (!part[i]) continue;
		let z = 0;
		for (let m = 0; m < columns.length; m++) if (weights[m] > 0) z += weights[m] * of(columns[m][i]);
		const p = inside(back(z));
		loss -= weight[i] * Math.log(label[i] ? p : 1 - p);
		mass += weight[i];
	}
	return loss / mass;
}
