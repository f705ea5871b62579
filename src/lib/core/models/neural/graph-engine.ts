import type * as Core from '@tensorflow/tfjs-core';
import type { Batch } from './batch.js';
import { capacityOf, emptyBatch, fillBatch } from './batch.js';
import type { Engine, Epoch, Span, Weighing } from './engine.js';
import { graphLogits, graphLoss, slotTensor } from './graph.js';
import { isKept } from './kernels.js';
import type { Material } from './material.js';
import type { Plan } from './stepper.js';
import { halves, shardSeed } from './stepper.js';

type TensorFlow = typeof Core;

/** Trains with plain TensorFlow.js operations and its own Adam, on any backend. */
export class GraphEngine implements Engine {
	readonly name: string;
	readonly validationBatches: number;
	readonly #variables: ReadonlyMap<string, Core.Variable>;
	readonly #adam: Core.AdamOptimizer;
	readonly #absent: Core.Tensor2D;
	readonly #batch: Batch;
	readonly #validationBatch: Batch;
	#steps = 0;

	private constructor(
		private readonly tf: TensorFlow,
		private readonly plan: Plan<Material>,
		parameters: Float32Array
	) {
		const { layout, train, validation, absent, batch } = plan;
		this.name = tf.getBackend();
		const { inputs, ownInputs } = layout.shape;
		this.#batch = emptyBatch(capacityOf(train, batch), inputs, ownInputs);
		this.#validationBatch = emptyBatch(capacityOf(validation, batch), inputs, ownInputs);
		this.validationBatches = Math.ceil(validation.rows / batch);
		this.#absent = tf.tensor2d(absent, [1, absent.length]);
		this.#adam = tf.train.adam(0.001);
		this.#variables = new Map(
			layout.slots.map((slot) => [slot.name, tf.tidy(() => tf.variable(slotTensor(tf, slot, parameters)))])
		);
	}

	/** An engine that goes on from `start`. */
	static async start(tf: TensorFlow, plan: Plan<Material>, start: Weighing): Promise<GraphEngine> {
		if (!tf.getGradient('Softplus')) await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
		const engine = new GraphEngine(tf, plan, start.parameters);
		if (start.steps) await engine.#restore(start);
		return engine;
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
					graphLoss(tf, layout, graphLogits(tf, layout, this.#variables, this.#absent, batch, []), batch)
				)
			);
			step++;
		} while (step < this.validationBatches && performance.now() - started < milliseconds);
		return { steps: step - from, losses: await read(losses), pairs };
	}

	async read(): Promise<Weighing> {
		const moments = this.#steps ? await this.#adam.getWeights() : [];
		const flat = async (tensorOf: (index: number) => Core.Tensor | undefined) => {
			const out = new Float32Array(this.plan.layout.size);
			for (const [index, slot] of this.plan.layout.slots.entries())
				out.set((await tensorOf(index)?.data<'float32'>()) ?? new Float32Array(0), slot.offset);
			return out;
		};
		const variables = [...this.#variables.values()];
		const state = {
			parameters: await flat((i) => variables[i]),
			first: await flat((i) => moments[1 + i]?.tensor),
			second: await flat((i) => moments[1 + variables.length + i]?.tensor),
			steps: this.#steps
		};
		moments[0]?.tensor.dispose();
		return state;
	}

	dispose(): void {
		for (const variable of this.#variables.values()) variable.dispose();
		this.#absent.dispose();
		this.#adam.dispose();
	}

	/** One step; returns the mean loss. */
	#step(epoch: Epoch, seed: number): Core.Scalar {
		const { tf } = this;
		const { layout } = this.plan;
		const batch = this.#batch;
		const masks = epoch.keep < 1 ? layout.shape.hidden.map((width, l) => this.#mask(width, epoch.keep, seed, l)) : [];
		const { value, grads } = tf.variableGrads(() => {
			const logits = graphLogits(tf, layout, this.#variables, this.#absent, batch, masks);
			return tf.div<Core.Scalar>(graphLoss(tf, layout, logits, batch), batch.asked);
		}, [...this.#variables.values()]);
		for (const { name, decays } of layout.slots) {
			const variable = this.#variables.get(name);
			if (decays && epoch.decay) variable?.assign(tf.mul(variable, 1 - epoch.rate * epoch.decay));
		}
		(this.#adam as unknown as { learningRate: number }).learningRate = epoch.rate;
		const ordered = [...this.#variables.values()].map((variable) => ({
			name: variable.name,
			tensor: grads[variable.name]
		}));
		this.#adam.applyGradients(ordered);
		this.#steps++;
		return value;
	}

	/** The pattern that the fused step draws: each half of the batch its own, rows first, then replaced vectors. */
	#mask(width: number, keep: number, seed: number, layer: number): Core.Tensor2D {
		const batch = this.#batch;
		const [rows] = halves(0, batch.rows);
		let replaced = 0;
		for (let e = 0; e < batch.entries; e++) if (batch.entryTrunk[e] >= batch.rows && batch.entryRow[e] < rows) replaced++;
		const mask = new Float32Array(batch.trunk * width);
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
		return this.tf.tensor2d(mask, [batch.trunk, width]);
	}

	async #restore(start: Weighing): Promise<void> {
		const { tf } = this;
		const { layout } = this.plan;
		const named = (flat: Float32Array) =>
			layout.slots.map((slot) => ({ name: slot.name, tensor: slotTensor(tf, slot, flat) }));
		const weights = [{ name: 'iter', tensor: tf.scalar(start.steps, 'int32') }, ...named(start.first), ...named(start.second)];
		await this.#adam.setWeights(weights);
		for (const { tensor } of weights) tensor.dispose();
		this.#steps = start.steps;
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
