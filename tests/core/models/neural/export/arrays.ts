/** A dense array of numbers, row-major. */
export interface Dense {
	readonly shape: readonly number[];
	readonly values: readonly number[];
}

const sizeOf = (shape: readonly number[]) => shape.reduce((product, n) => product * n, 1);

/** Element by element, with the broadcasting of NumPy. */
export function broadcast(f: (...values: number[]) => number, ...arrays: readonly Dense[]): Dense {
	const rank = Math.max(...arrays.map(({ shape }) => shape.length));
	const padded = arrays.map(({ shape }) => [...Array.from({ length: rank - shape.length }, () => 1), ...shape]);
	const shape = Array.from({ length: rank }, (_, axis) => Math.max(...padded.map((s) => s[axis])));
	const values = Array.from({ length: sizeOf(shape) }, (_, i) => {
		const at = arrays.map(() => 0);
		const stride = arrays.map(() => 1);
		let rest = i;
		for (let axis = rank - 1; axis >= 0; axis--) {
			const index = rest % shape[axis];
			rest = Math.floor(rest / shape[axis]);
			padded.forEach((s, a) => {
				if (s[axis] > 1) at[a] += index * stride[a];
				else if (shape[axis] > 1 && s[axis] !== 1) throw new Error('shapes do not fit');
				stride[a] *= s[axis];
			});
		}
		return f(...arrays.map((array, a) => array.values[at[a]]));
	});
	return { shape, values };
}

/** [… × k] times [k × n]. */
export function multiply(a: Dense, b: Dense): Dense {
	const [k, n] = b.shape;
	if (a.shape.at(-1) !== k) throw new Error(`cannot multiply ${a.shape} by ${b.shape}`);
	const rows = a.values.length / k;
	const values = Array.from({ length: rows * n }, (_, i) => {
		let sum = 0;
		for (let l = 0; l < k; l++) sum += a.values[Math.floor(i / n) * k + l] * b.values[l * n + (i % n)];
		return sum;
	});
	return { shape: [...a.shape.slice(0, -1), n], values };
}

/** Every line of numbers along the axis in turn, replaced by what `f` makes of it. */
export function alongAxis({ shape, values }: Dense, axis: number, f: (line: number[]) => number[]): Dense {
	const inner = sizeOf(shape.slice(axis + 1));
	const lines: number[][] = [];
	for (let outer = 0; outer < sizeOf(shape.slice(0, axis)); outer++)
		for (let i = 0; i < inner; i++)
			lines.push(f(Array.from({ length: shape[axis] }, (_, a) => values[(outer * shape[axis] + a) * inner + i])));
	const length = lines[0].length;
	const out = Array.from({ length: lines.length * length }, (_, at) => {
		const outer = Math.floor(at / (length * inner));
		return lines[outer * inner + (at % inner)][Math.floor(at / inner) % length];
	});
	return { shape: shape.toSpliced(axis, 1, length), values: out };
}
