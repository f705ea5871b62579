import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients.js';
import type { Material } from '../../../src/lib/core/models/neural/material.js';
import { layoutFor, orderFor, parametersFor, rate } from './shapes.js';
import type { Task } from './shapes.js';

/** The network as anyone would write it in TensorFlow.js: `minimize` over plain operations. */
export class Stock {
	readonly #variables: tf.Variable[];
	readonly #adam = tf.train.adam(rate);

	constructor(
		private readonly task: Task,
		private readonly material: Material
	) {
		const parameters = parametersFor(task);
		this.#variables = layoutFor(task).slots.map(({ name, offset, rows, columns }) => {
			const values = parameters.slice(offset, offset + rows * columns);
			return tf.tidy(() => tf.variable(/iases/.test(name) ? tf.tensor1d(values) : tf.tensor2d(values, [rows, columns])));
		});
	}

	/** Makes the epoch's steps, `limit` at most; returns the loss of each. */
	epoch(number: number, limit = Infinity): number[] {
		const { batch, rows, inputs, products } = this.task;
		const order = orderFor(this.task, number);
		const losses: tf.Scalar[] = [];
		for (let from = 0; from < rows && losses.length < limit; from += batch) {
			const chosen = order.subarray(from, from + batch);
			const x = new Float32Array(chosen.length * inputs);
			const y = new Float32Array(chosen.length * products);
			chosen.forEach((row, r) => {
				x.set(this.material.x.subarray(row * inputs, (row + 1) * inputs), r * inputs);
				const { start, product } = this.material.labels;
				for (let i = start[row]; i < start[row + 1]; i++) y[r * products + product[i]] = 1;
			});
			losses.push(tf.tidy(() => this.#step(tf.tensor2d(x, [chosen.length, inputs]), tf.tensor2d(y, [chosen.length, products]))));
		}
		return losses.map((loss) => {
			const [value] = loss.dataSync();
			loss.dispose();
			return value;
		});
	}

	dispose(): void {
		for (const variable of this.#variables) variable.dispose();
		this.#adam.dispose();
	}

	#step(x: tf.Tensor2D, y: tf.Tensor2D): tf.Scalar {
		const loss = this.#adam.minimize(() => {
			const [w0, b0, w1, b1, w2, b2] = this.#variables;
			const first = tf.relu(tf.add(tf.matMul(x, w0 as unknown as tf.Tensor2D), b0));
			const second = tf.relu(tf.add(tf.matMul(first as tf.Tensor2D, w1 as unknown as tf.Tensor2D), b1));
			const logits = tf.add(tf.matMul(second as tf.Tensor2D, w2 as unknown as tf.Tensor2D, false, true), b2);
			return tf.losses.sigmoidCrossEntropy(y, logits);
		}, true);
		if (!loss) throw new Error('no loss');
		return loss;
	}
}
