import { asked } from '../../evaluation/asked.js';
import { averagePrecision } from '../../evaluation/ranking.js';
import { selectRows } from '../../features/examples.js';
import type { Examples } from '../../features/types.js';

/** At most so many pairs are looked at: it is for watching, and shall not hold up what is watched. */
const mostPairs = 500_000;

/**
 * A meter of average precision per product, [products], NaN where nobody bought it: on the examples, or on every nth
 * of their rows where they are many. `predict` answers [rows × products] for the rows that it is given.
 */
export function precisionMeter(examples: Examples): (predict: (examples: Examples) => Float32Array) => Float32Array {
	const products = examples.book.products.length;
	const every = Math.ceil((examples.rows * products) / mostPairs);
	const rows = every > 1 ? Int32Array.from({ length: Math.ceil(examples.rows / every) }, (_, i) => i * every) : undefined;
	const watched = rows ? selectRows(examples, rows) : examples;
	const marks = new Uint8Array(watched.rows * products);
	const labels = asked(watched);
	for (let r = 0; r < watched.rows; r++) marks.set(labels(r), r * products);
	return (predict) => {
		const p = predict(watched);
		const scores = new Float32Array(watched.rows);
		const bought = new Uint8Array(watched.rows);
		return Float32Array.from({ length: products }, (_, j) => {
			let n = 0;
			let positives = 0;
			for (let r = 0; r < watched.rows; r++) {
				const mark = marks[r * products + j];
				if (mark === 2) continue;
				scores[n] = p[r * products + j];
				bought[n++] = mark;
				positives += mark;
			}
			return positives ? averagePrecision(scores.subarray(0, n), bought.subarray(0, n)) : NaN;
		});
	};
}
