import type * as Core from '@tensorflow/tfjs-core';

/** Up to so many cells a matrix that only picks rows is written out. */
export const mostCells = 2 ** 22;

/**
 * Rows of a matrix [· × width] by number, [rows × width]. The gradient is a product with a matrix of ones and zeros: unlike
 * the stock one, which adds atomically on WebGPU, it adds in the same order each time. Where that matrix were
 * large the stock gradient is taken.
 */
export function takeRows(tf: typeof Core, matrix: Core.Tensor2D, rows: Core.Tensor1D): Core.Tensor2D {
	const [depth] = matrix.shape;
	if (rows.size * depth > mostCells) return tf.gather(matrix, rows);
	const take = tf.customGrad((x, save) => {
		(save as Core.GradSaveFunc)([rows]);
		return {
			value: tf.gather(x as Core.Tensor, rows),
			gradFunc: (dy: Core.Tensor, [kept]: Core.Tensor[]) => tf.matMul(tf.oneHot(kept, depth, 1, 0, 'float32') as Core.Tensor2D, dy as Core.Tensor2D, true)
		};
	});
	return take(matrix) as Core.Tensor2D;
}
