/** Baskets of the rows of a batch, one row's after the other's. */
export interface Runs {
	rows: number;
	tokens: number;
	/** [rows + 1] first token of each row; [rows + 1] first pair of each row: n² pairs for n tokens. */
	readonly start: Int32Array;
	readonly pairs: Int32Array;
}

/** Where attention's numbers lie. */
export interface Attention {
	readonly width: number;
	readonly heads: number;
	/** [tokens × 3 width] queries, keys and values side by side; and their gradient. */
	readonly qkv: number;
	readonly dQkv: number;
	/** [tokens × width] */
	readonly output: number;
	readonly dOutput: number;
	/** [heads × pairs] */
	readonly weight: number;
	/** [pairs] ln(1 + days between the two baskets). */
	readonly lag: number;
	/** [heads] how fast what is long ago fades. */
	readonly slope: number;
}

/**
 * Causal scaled dot-product attention (Vaswani et al. 2017): a basket looks at itself and those before it. The score
 * falls by slope × ln(1 + days between), so that time gaps count and not places in a list.
 */
export function attend(x: Float32Array, a: Attention, runs: Runs): void {
	const { width, heads, qkv } = a;
	const size = width / heads;
	const scale = 1 / Math.sqrt(size);
	const stride = 3 * width;
	const allPairs = runs.pairs[runs.rows];
	for (let r = 0; r < runs.rows; r++) {
		const from = runs.start[r];
		const n = runs.start[r + 1] - from;
		for (let h = 0; h < heads; h++) {
			const slope = x[a.slope + h];
			for (let t = 0; t < n; t++) {
				const query = qkv + (from + t) * stride + h * size;
				const row = a.weight + h * allPairs + runs.pairs[r] + t * n;
				const lag = a.lag + runs.pairs[r] + t * n;
				let most = -Infinity;
				for (let s = 0; s <= t; s++) {
					const key = qkv + (from + s) * stride + width + h * size;
					let score = 0;
					for (let j = 0; j < size; j++) score += x[query + j] * x[key + j];
					score = score * scale - slope * x[lag + s];
					x[row + s] = score;
					most = Math.max(most, score);
				}
				let sum = 0;
				for (let s = 0; s <= t; s++) sum += x[row + s] = Math.exp(x[row + s] - most);
				const out = a.output + (from + t) * width + h * size;
				x.fill(0, out, out + size);
				for (let s = 0; s <= t; s++) {
					const weight = (x[row + s] /= sum);
					const value = qkv + (from + s) * stride + 2 * width + h * size;
					for (let j = 0; j < size; j++) x[out + j] += weight * x[value + j];
				}
			}
		}
	}
}

/** From the gradient by the output: the gradient by qkv, and by the slopes to `dSlope` [heads]. */
export function attendBackward(x: Float32Array, a: Attention, runs: Runs, dSlope: number): void {
	const { width, heads, qkv, dQkv } = a;
	const size = width / heads;
	const scale = 1 / Math.sqrt(size);
	const stride = 3 * width;
	const allPairs = runs.pairs[runs.rows];
	x.fill(0, dQkv, dQkv + runs.tokens * stride);
	x.fill(0, dSlope, dSlope + heads);
	for (let r = 0; r < runs.rows; r++) {
		const from = runs.start[r];
		const n = runs.start[r + 1] - from;
		for (let h = 0; h < heads; h++)
			for (let t = 0; t < n; t++) {
				const row = a.weight + h * allPairs + runs.pairs[r] + t * n;
				const lag = a.lag + runs.pairs[r] + t * n;
				const place = (from + t) * stride + h * size;
				const d = a.dOutput + (from + t) * width + h * size;
				let mean = 0;
				for (let s = 0; s <= t; s++) mean += x[row + s] * valueGradient(x, d, qkv + (from + s) * stride + 2 * width + h * size, size);
				for (let s = 0; s <= t; s++) {
					const weight = x[row + s];
					const other = (from + s) * stride + h * size;
					const dScore = weight * (valueGradient(x, d, qkv + other + 2 * width, size) - mean);
					x[dSlope + h] -= dScore * x[lag + s];
					for (let j = 0; j < size; j++) {
						x[dQkv + other + 2 * width + j] += weight * x[d + j];
						x[dQkv + place + j] += dScore * scale * x[qkv + other + width + j];
						x[dQkv + other + width + j] += dScore * scale * x[qkv + place + j];
					}
				}
			}
	}
}

function valueGradient(x: Float32Array, d: number, value: number, size: number): number {
	let sum = 0;
	for (let j = 0; j < size; j++) sum += x[d + j] * x[value + j];
	return sum;
}
