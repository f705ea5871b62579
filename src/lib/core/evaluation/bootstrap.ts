import type { Random } from '../random.js';

/**
 * Percentile bootstrap interval (Efron, 1979) of skill = 1 − Σ model / Σ baseline, customers drawn with replacement.
 * model and baseline: [customers] each customer's summed loss, so that all pairs of a customer stay together.
 */
export function skillInterval(
	model: Float64Array,
	baseline: Float64Array,
	random: Random,
	draws = 1000,
	level = 0.95
): { low: number; high: number } {
	const n = model.length;
	const skills = new Float64Array(draws);
	const scale = n / 2 ** 32;
	for (let d = 0; d < draws; d++) {
		let ours = 0;
		let theirs = 0;
		for (let i = 0; i < n; i++) {
			const c = Math.floor(random.uint32() * scale);
			ours += model[c];
			theirs += baseline[c];
		}
		skills[d] = 1 - ours / theirs;
	}
	skills.sort();
	return { low: sortedQuantile(skills, (1 - level) / 2), high: sortedQuantile(skills, (1 + level) / 2) };
}

/** Quantile of ascending numbers, linear between neighbours (type 7); NaN of none. */
export function sortedQuantile(sorted: ArrayLike<number>, q: number): number {
	const at = (sorted.length - 1) * q;
	const below = Math.floor(at);
	const rest = at - below;
	return rest > 0 ? sorted[below] * (1 - rest) + sorted[below + 1] * rest : (sorted[below] ?? NaN);
}
