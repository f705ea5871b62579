/**
 * Where dots at places `x` are put beside the line so that they do not overlap: [dots] offsets from it, the first dot
 * of a place on the line, the next ones above and below in turn, at most `most` away; what does not fit lies on others.
 * x and radius in pixels; NaN where x is. n · neighbours.
 */
export function dodge(x: ArrayLike<number>, radius: number, most: number): Float64Array {
	const offsets = new Float64Array(x.length).fill(NaN);
	const order = Array.from({ length: x.length }, (_, i) => i)
		.filter((i) => !Number.isNaN(x[i]))
		.sort((a, b) => x[a] - x[b] || a - b);
	const size = 2 * radius;
	const levels = Math.floor(most / size);
	/** Where the last dot of each level ends; levels 0, +1, −1, +2, −2… */
	const ends = new Float64Array(2 * levels + 1).fill(-Infinity);
	for (const i of order) {
		let level = ends.findIndex((end) => x[i] >= end);
		if (level < 0) level = ends.indexOf(Math.min(...ends));
		ends[level] = x[i] + size;
		const step = Math.ceil(level / 2);
		offsets[i] = level % 2 === 0 ? -step * size || 0 : step * size;
	}
	return offsets;
}
