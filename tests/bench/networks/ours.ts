import * as tf from '@tensorflow/tfjs-core';
import { bestKernels } from '../../../src/lib/core/models/neural/kernels-best.js';
import type { Material } from '../../../src/lib/core/models/neural/material.js';
import { OperationEngine } from '../../../src/lib/core/models/neural/operation.js';
import { planPass } from '../../../src/lib/core/models/neural/pass.js';
import { Stepper } from '../../../src/lib/core/models/neural/stepper.js';
import { layoutFor, orderFor, parametersFor, rate } from './shapes.js';
import type { Task } from './shapes.js';

/** The project's own engine, driven as training drives it: in slices, so that a worker can listen in between. */
export class Ours {
	readonly #engine: OperationEngine;

	constructor(
		private readonly task: Task,
		material: Material
	) {
		const layout = layoutFor(task);
		const stepper = new Stepper(
			{ layout, train: material, validation: material, absent: new Float32Array(0), batch: task.batch, pass: planPass },
			bestKernels
		);
		const zeros = () => new Float32Array(layout.size);
		this.#engine = new OperationEngine(tf, stepper, { parameters: parametersFor(task), first: zeros(), second: zeros(), steps: 0 });
	}

	/** Makes the epoch's steps, `limit` at most, in slices of so many milliseconds; returns the mean loss of each slice. */
	async epoch(number: number, milliseconds: number, limit = Infinity): Promise<number[]> {
		const { batch, rows } = this.task;
		const steps = Math.ceil(rows / batch);
		const order = orderFor(this.task, number);
		const epoch = { order, batch, rate, decay: 0, keep: 1, seeds: new Uint32Array(steps) };
		const losses: number[] = [];
		for (let done = 0; done < Math.min(steps, limit); ) {
			const span = await this.#engine.train(epoch, done, milliseconds);
			losses.push(span.losses.reduce((sum, loss) => sum + loss, 0) / span.pairs);
			done += span.steps;
		}
		return losses;
	}

	dispose(): void {
		this.#engine.dispose();
	}
}
