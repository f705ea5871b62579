/** Two-sided 95 % point of the standard normal. */
export const Z95 = 1.959963984540054;

/** Wilson's score interval of a rate: `positives` of `pairs`. [0, 1] where there is nothing to judge from. */
export function wilsonInterval(positives: number, pairs: number, z = Z95): { low: number; high: number } {
	if (pairs <= 0) return { low: 0, high: 1 };
	const rate = positives / pairs;
	const z2 = (z * z) / pairs;
	const centre = (rate + z2 / 2) / (1 + z2);
	const half = (z * Math.sqrt((rate * (1 - rate)) / pairs + z2 / pairs / 4)) / (1 + z2);
	return {
		low: positives === 0 ? 0 : Math.max(0, centre - half),
		high: positives === pairs ? 1 : Math.min(1, centre + half)
	};
}
