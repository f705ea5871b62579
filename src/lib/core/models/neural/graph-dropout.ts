import type * as Core from '@tensorflow/tfjs-core';
import type { Batch } from './batch.js';
import type { Dropout } from './forward.js';
import { isKept } from './kernels.js';
import { halves, shardSeed } from './stepper.js';

/**
 * The pattern that the fused step draws for a hidden layer, [trunk × width], 1 / keep or 0: each half of the batch its own,
 * rows first, then replaced vectors.
 */
export function dropoutMask(tf: typeof Core, batch: Batch, trunk: number, width: number, { keep, seed }: Dropout, layer: number): Core.Tensor2D {
	const [rows] = halves(0, batch.rows);
	let replaced = 0;
	for (let e = 0; e < batch.entries; e++) if (batch.entryTrunk[e] >= batch.rows && batch.entryRow[e] < rows) replaced++;
	const mask = new Float32Array(trunk * width);
	for (let v = 0; v < batch.trunk; v++) {
		const isRow = v < batch.rows;
		const place = isRow ? v : v - batch.rows;
		const firstOfSecond = isRow ? rows : replaced;
		const shard = place < firstOfSecond ? 0 : 1;
		const inShard = shard ? place - firstOfSecond : place;
		const rowsOfShard = shard ? batch.rows - rows : rows;
		fillMask(mask, v, isRow ? inShard : rowsOfShard + inShard, width, shardSeed(seed, shard) + layer, keep);
	}
	return tf.tensor2d(mask, [trunk, width]);
}

/** Row `row` of a mask [· × width], as the fused step draws it for its vector number `vector`. */
export function fillMask(mask: Float32Array, row: number, vector: number, width: number, seed: number, keep: number): void {
	for (let j = 0; j < width; j++) if (isKept(seed, vector * width + j, keep)) mask[row * width + j] = 1 / keep;
}
