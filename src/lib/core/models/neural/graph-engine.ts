import type * as Core from '@tensorflow/tfjs-core';
import type { Engine, Epoch, Span, Weighing } from './engine.js';
import { noDropout } from './forward.js';
import { slotOf } from './graph.js';
import type { GraphFrontPlan } from './graph-pass.js';
import { GraphPass } from './graph-pass.js';
import { beta1, beta2, epsilon } from './kernels.js';
import type { Material } from './material.js';
import { drawStep } from './sample.js';
import type { Plan } from './stepper.js';

type TensorFlow = typeof Core;

/** What is trained on what, with the net in front where there is one. */
export interface GraphPlan<M extends Material> extends Plan<M> {
	readonly front?: GraphFrontPlan<M>;
}

/**
 * Trains with plain TensorFlow.js operations, on any backend. Adam is one step over flat vectors, with the corrections
 * computed from the number of steps, so that a training that is taken up again goes on to the bit.
 */
export class GraphEngine<M extends Material = Material> implements Engine {
	readonly name: string;
	readonly validationBatches: number;
	/** [layout.size] */
	readonly #parameters: Core.Variable;
	readonly #first: Core.Variable;
	readonly #second: Core.Variable;
	/** [layout.size] 1 where weight decay pulls. */
	readonly #decays: Core.Tensor1D;
	readonly #absent: Core.Tensor2D;
	readonly #training: GraphPass<M>;
	readonly #validation: GraphPass<M>;
	#steps: number;

	private constructor(
		private readonly tf: TensorFlow,
		private readonly plan: GraphPlan<M>,
		start: Weighing
	) {
		const { layout, train, validation, absent, batch, sampling, front } = plan;
		this.name = tf.getBackend();
		this.#training = new GraphPass(tf, layout, train, batch, sampling?.chances.size ?? 0, front);
		this.#validation = new GraphPass(tf, layout, validation, batch, sampling?.validation.product.length ?? 0, front);
		if (sampling) this.#validation.sample(sampling.validation);
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
	static async start<M extends Material>(tf: TensorFlow, plan: GraphPlan<M>, start: Weighing): Promise<GraphEngine<M>> {
		if (!tf.getGradient('Softplus')) await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
		return new GraphEngine(tf, plan, start);
	}

	async train(epoch: Epoch, from: number, milliseconds: number): Promise<Span> {
		const { tf } = this;
		const { sampling } = this.plan;
		const { batch } = this.#training;
		const started = performance.now();
		const last = Math.ceil(epoch.order.length / epoch.batch);
		const losses: Core.Scalar[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * epoch.batch;
			if (sampling) this.#training.sample(drawStep(sampling.chances, epoch.seeds[step]));
			this.#training.gather(epoch.order, start, Math.min(epoch.order.length, start + epoch.batch));
			pairs += batch.asked;
			losses.push(tf.tidy(() => tf.mul(this.#step(epoch, epoch.seeds[step]), batch.asked)));
			step++;
		} while (step < last && performance.now() - started < milliseconds);
		return { steps: step - from, losses: await read(losses), pairs };
	}

	async validate(from: number, milliseconds: number): Promise<Span> {
		const { tf } = this;
		const { validation, batch: rows } = this.plan;
		const started = performance.now();
		const losses: Core.Scalar[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * rows;
			this.#validation.gather(undefined, start, Math.min(validation.rows, start + rows));
			pairs += this.#validation.batch.asked;
			losses.push(tf.tidy(() => this.#validation.loss(this.#slots(), this.#absent, noDropout)));
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
		const { batch } = this.#training;
		const slots = this.#slots();
		const names = [...slots.keys()];
		const { value, grads } = tf.valueAndGrads((...tensors: Core.Tensor[]) => {
			const parameters = new Map(tensors.map((tensor, i) => [names[i], tensor]));
			const loss = this.#training.loss(parameters, this.#absent, { keep: epoch.keep, seed });
			return tf.mul<Core.Scalar>(loss, tf.scalar(1 / batch.asked));
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
}

async function read(losses: readonly Core.Scalar[]): Promise<number[]> {
	const values: number[] = [];
	for (const loss of losses) {
		values.push((await loss.data())[0]);
		loss.dispose();
	}
	return values;
}
