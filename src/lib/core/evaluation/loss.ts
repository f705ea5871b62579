/** Probabilities are kept this far from 0 and 1 before a logarithm is taken. */
export const CLIP = 1e-7;

/** Negative log likelihood of one outcome, nats. */
export function pairLoss(probability: number, label: number): number {
	const p = label ? probability : 1 - probability;
	return -Math.log(p < CLIP ? CLIP : p > 1 - CLIP ? 1 - CLIP : p);
}

/** Mean negative log likelihood, nats per pair, of probabilities and labels (0 or not 0), both [n]. */
export function logLoss(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < probabilities.length; i++) sum += pairLoss(probabilities[i], labels[i]);
	return sum / probabilities.length;
}

/** Mean squared difference between probabilities and labels (0 or not 0), both [n] (Brier, 1950). */
export function brier(probabilities: ArrayLike<number>, labels: ArrayLike<number>): number {
	let sum = 0;
	for (let i = 0; i < probabilities.length; i++) sum += (probabilities[i] - (labels[i] ? 1 : 0)) ** 2;
	return sum / probabilities.length;
}
