import type * as Core from '@tensorflow/tfjs-core';
import type { Batch, Capacity } from './batch.js';
import { capacityOf, emptyBatch, fillBatch } from './batch.js';
import type { Engine, Epoch, Span, Weighing } from './engine.js';
import { graphLogits, graphLoss, slotOf } from './graph.js';
import { beta1, beta2, epsilon, isKept } from './kernels.js';
import type { Material } from './material.js';
import type { Plan } from './stepper.js';
import { halves, shardSeed } from './stepper.js';

type TensorFlow = typeof Core;

/**
 * Trains with plain TensorFlow.js operations, on any backend. Adam is one step over flat vectors, with the corrections
 * computed from the number of steps, so that a training that is taken up again goes on to the bit.
 */
export class GraphEngine implements Engine {
	readonly name: string;
	readonly validationBatches: number;
	/** [layout.size] */
	readonly #parameters: Core.Variable;
	readonly #first: Core.Variable;
	readonly #second: Core.Variable;
	/** [layout.size] 1 where weight decay pulls. */
	readonly #decays: Core.Tensor1D;
	readonly #absent: Core.Tensor2D;
	readonly #batch: Batch;
	readonly #validationBatch: Batch;
	readonly #size: Capacity;
	readonly #validationSize: Capacity;
	#steps: number;

	private constructor(
		private readonly tf: TensorFlow,
		private readonly plan: Plan<Material>,
		start: Weighing
	) {
		const { layout, train, validation, absent, batch } = plan;
		this.name = tf.getBackend();
		const { inputs, ownInputs } = layout.shape;
		this.#size = capacityOf(train, Math.min(batch, train.rows));
		this.#validationSize = capacityOf(validation, Math.min(batch, validation.rows));
		this.#batch = emptyBatch(this.#size, inputs, ownInputs);
		this.#validationBatch = emptyBatch(this.#validationSize, inputs, ownInputs);
		this.validationBatches = Math.ceil(validation.rows / batch);
		this.#absent = tf.tensor2d(absent, [1, absent.length]);
		const variable = (values: Float32Array) => tf.tidy(() => tf.variable(tf.tensor1d(values.slice())));
		this.#parameters = variable(start.parameters);
		this.#first = variable(start.first);
		this.#second = variable(start.second);
		const decays = new Float32Array(layout.size);
		for (const slot of layout.slots) if (slot.decays) decays.fill(1, slot.offset, slot.offset + slot.rows * slot.columns);
		this.#decays = tf.tensor1d(decays);
		this.#steps = start.steps;
	}

	/** An engine that goes on from `start`. */
	static async start(tf: TensorFlow, plan: Plan<Material>, start: Weighing): Promise<GraphEngine> {
		if (!tf.getGradient('Softplus')) await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
		return new GraphEngine(tf, plan, start);
	}

	async train(epoch: Epoch, from: number, milliseconds: number): Promise<Span> {
		const { tf } = this;
		const started = performance.now();
		const last = Math.ceil(epoch.order.length / epoch.batch);
		const losses: Core.Scalar[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * epoch.batch;
			const end = Math.min(epoch.order.length, start + epoch.batch);
			fillBatch(this.#batch, this.plan.train, epoch.order, start, end);
			pairs += this.#batch.asked;
			losses.push(tf.tidy(() => tf.mul(this.#step(epoch, epoch.seeds[step]), this.#batch.asked)));
			step++;
		} while (step < last && performance.now() - started < milliseconds);
		return { steps: step - from, losses: await read(losses), pairs };
	}

	async validate(from: number, milliseconds: number): Promise<Span> {
		const { tf } = this;
		const { layout, validation, batch: rows } = this.plan;
		const started = performance.now();
		const batch = this.#validationBatch;
		const losses: Core.Scalar[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * rows;
			fillBatch(batch, validation, undefined, start, Math.min(validation.rows, start + rows));
			pairs += batch.asked;
			losses.push(
				tf.tidy(() =>
					graphLoss(tf, layout, graphLogits(tf, layout, this.#slots(), this.#absent, batch, [], this.#validationSize), batch, this.#validationSize)
				)
			);
			step++;
		} while (step < this.validationBatches && performance.now() - started < milliseconds);
		return { steps: step - from, losses: await read(losses), pairs };
	}

	async read(): Promise<Weighing> {
		const [parameters, first, second] = await Promise.all(
			[this.#parameters, this.#first, this.#second].map(async (variable) => (await variable.data<'float32'>()).slice())
		);
		return { parameters, first, second, steps: this.#steps };
	}

	dispose(): void {
		for (const tensor of [this.#parameters, this.#first, this.#second, this.#decays, this.#absent]) tensor.dispose();
	}

	/** The parameters, one tensor a slot. */
	#slots(): Map<string, Core.Tensor> {
		const flat = this.#parameters as unknown as Core.Tensor1D;
		return new Map(this.plan.layout.slots.map((slot) => [slot.name, slotOf(this.tf, slot, flat)]));
	}

	/** One step; returns the mean loss. */
	#step(epoch: Epoch, seed: number): Core.Scalar {
		const { tf } = this;
		const { layout } = this.plan;
		const batch = this.#batch;
		const masks = epoch.keep < 1 ? layout.shape.hidden.map((width, l) => this.#mask(width, epoch.keep, seed, l)) : [];
		const slots = this.#slots();
		const names = [...slots.keys()];
		const { value, grads } = tf.valueAndGrads((...tensors: Core.Tensor[]) => {
			const parameters = new Map(tensors.map((tensor, i) => [names[i], tensor]));
			const logits = graphLogits(tf, layout, parameters, this.#absent, batch, masks, this.#size);
			return tf.mul<Core.Scalar>(graphLoss(tf, layout, logits, batch, this.#size), tf.scalar(1 / batch.asked));
		})([...slots.values()]);
		this.#update(tf.concat1d(grads.map((g) => tf.reshape(g, [g.size]))), epoch);
		return value as Core.Scalar;
	}

	/** Adam with decoupled decay, see AdamStep. */
	#update(gradient: Core.Tensor1D, { rate, decay }: Epoch): void {
		const { tf } = this;
		const t = ++this.#steps;
		this.#first.assign(tf.add(tf.mul(this.#first, beta1), tf.mul(gradient, 1 - beta1)));
		this.#second.assign(tf.add(tf.mul(this.#second, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
		const deviation = tf.add(tf.sqrt(tf.div(this.#second, 1 - beta2 ** t)), epsilon);
		const move = tf.div(tf.div(this.#first, 1 - beta1 ** t), deviation);
		const pulled = tf.mul(tf.mul(this.#parameters, this.#decays), decay);
		this.#parameters.assign(tf.sub(this.#parameters, tf.mul(tf.add(move, pulled), rate)));
	}

	/** The pattern that the fused step draws: each half of the batch its own, rows first, then replaced vectors. */
	#mask(width: number, keep: number, seed: number, layer: number): Core.Tensor2D {
		const batch = this.#batch;
		const [rows] = halves(0, batch.rows);
		let replaced = 0;
		for (let e = 0; e < batch.entries; e++) if (batch.entryTrunk[e] >= batch.rows && batch.entryRow[e] < rows) replaced++;
		const mask = new Float32Array(this.#size.trunk * width);
		for (let v = 0; v < batch.trunk; v++) {
			const isRow = v < batch.rows;
			const place = isRow ? v : v - batch.rows;
			const firstOfSecond = isRow ? rows : replaced;
			const shard = place < firstOfSecond ? 0 : 1;
			const inShard = shard ? place - firstOfSecond : place;
			const rowsOfShard = shard ? batch.rows - rows : rows;
			const vector = isRow ? inShard : rowsOfShard + inShard;
			for (let j = 0; j < width; j++)
				if (isKept(shardSeed(seed, shard) + layer, vector * width + j, keep)) mask[v * width + j] = 1 / keep;
		}
		return this.tf.tensor2d(mask, [this.#size.trunk, width]);
	}
}

async function read(losses: readonly Core.Scalar[]): Promise<number[]> {
	const values: number[] = [];
	for (const loss of losses) {
		values.push((await loss.data())[0]);
		loss.dispose();
	}
	return values;
}
