import * as tf from '@tensorflow/tfjs-core';
import { startTensorFlow } from '../../../src/lib/browser/tensorflow/start.js';
import { Ours } from './ours.js';
import { materialFor } from './shapes.js';
import type { Task } from './shapes.js';
import { Stock } from './stock.js';

/** What the page asks for, one thing at a time. */
export type Call = { readonly kind: 'ours' | 'stock' | 'compare' | 'leaks'; readonly task: Task };

const answers = {
	/** Rows a second of the second run, as the other engines are measured. */
	async ours(task: Task) {
		const engine = new Ours(task, materialFor(task));
		let rate = 0;
		for (let run = 0; run < 2; run++) {
			const started = performance.now();
			for (let epoch = 0; epoch < task.epochs; epoch++) await engine.epoch(epoch, 60);
			rate = (task.rows * task.epochs * 1000) / (performance.now() - started);
		}
		engine.dispose();
		return { rows_per_s: Math.round(rate) };
	},

	async stock(task: Task) {
		const engine = new Stock(task, materialFor(task));
		const limit = Math.ceil(4000 / task.batch);
		engine.epoch(0, limit);
		const started = performance.now();
		const steps = engine.epoch(1, limit).length;
		const rate = (steps * task.batch * 1000) / (performance.now() - started);
		engine.dispose();
		return { rows_per_s: Math.round(rate) };
	},

	/** Largest difference of the two loss curves, step by step, from the same weights over the same batches. */
	async compare(task: Task) {
		const material = materialFor(task);
		const ours = new Ours(task, material);
		const stock = new Stock(task, material);
		const limit = Math.min(40, Math.ceil(task.rows / task.batch));
		let steps = 0;
		let worst = 0;
		let [first, last] = [NaN, NaN];
		for (let epoch = 0; epoch < 3; epoch++) {
			const a = await ours.epoch(epoch, 0, limit);
			const b = stock.epoch(epoch, limit);
			a.forEach((loss, i) => (worst = Math.max(worst, Math.abs(loss - b[i]))));
			steps += a.length;
			if (epoch === 0) first = a[0];
			last = a[a.length - 1];
		}
		ours.dispose();
		stock.dispose();
		return { steps, worst, first, last };
	},

	/** Tensors and bytes that a thousand steps leave behind. */
	async leaks(task: Task) {
		const engine = new Ours(task, materialFor(task));
		await engine.epoch(0, 0, 1);
		const before = tf.memory();
		let steps = 0;
		for (let epoch = 1; steps < 1000; epoch++) steps += (await engine.epoch(epoch, 0)).length;
		const after = tf.memory();
		engine.dispose();
		return { steps, tensors: after.numTensors - before.numTensors, bytes: after.numBytes - before.numBytes };
	}
};

onmessage = async ({ data }: MessageEvent<Call>) => {
	try {
		const { backend } = await startTensorFlow();
		postMessage({ ...(await answers[data.kind](data.task)), backend });
	} catch (error) {
		postMessage({ error: String(error) });
	}
};
