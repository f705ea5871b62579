import type { Epoch, Span } from './engine.js';
import { noDropout } from './forward.js';
import type { AdamStep, Kernels } from './kernels.js';
import { beta1, beta2 } from './kernels.js';
import type { Material } from './material.js';
import type { Pass, PassPlan } from './pass.js';
import { largest } from './pass.js';
import type { Sampling } from './sample.js';
import { drawStep } from './sample.js';
import type { Layout } from './shape.js';
import type { Weights } from './workspace.js';
import { Arena, refresh, takeWeights } from './workspace.js';

/** A step's rows are shared out in two halves, always, so that the result is the same on one core and on two. */
const shards = 2;

interface Shard<M extends Material> {
	readonly pass: Pass<M>;
	/** [layout.size] */
	readonly gradient: number;
}

/** What is trained on what. */
export interface Plan<M extends Material> {
	readonly layout: Layout;
	readonly train: M;
	readonly validation: M;
	/** [own inputs] a product never bought, encoded. */
	readonly absent: Float32Array;
	/** Rows of a step. */
	readonly batch: number;
	readonly pass: PassPlan<M>;
	/** Where some products stand for all. */
	readonly sampling?: Sampling;
}

/**
 * Fused training steps over flat arrays: forward, stable cross-entropy on logits, backward, and one Adam step over
 * the whole parameter vector, without a tensor in between.
 */
export class Stepper<M extends Material = Material> {
	readonly layout: Layout;
	readonly validationBatches: number;
	readonly #plan: Plan<M>;
	readonly #kernels: Kernels;
	readonly #weights: Weights;
	readonly #first: number;
	readonly #second: number;
	readonly #shards: readonly Shard<M>[];
	readonly #validationRows: number;

	constructor(plan: Plan<M>, kernelsOf: (floats: number) => Kernels) {
		const { layout, train, validation } = plan;
		this.layout = layout;
		this.#plan = plan;
		const arena = new Arena();
		this.#weights = takeWeights(arena, layout);
		this.#first = arena.take(layout.size);
		this.#second = arena.take(layout.size);
		this.#validationRows = Math.ceil(plan.batch / shards);
		this.validationBatches = Math.ceil(validation.rows / this.#validationRows);
		const materials = [train, validation];
		const capacity = largest(materials, this.#validationRows, columnsOf(plan.sampling));
		const places = Array.from({ length: shards }, () => ({
			passOf: plan.pass(arena, this.#weights, capacity, true, materials),
			gradient: arena.take(layout.size)
		}));
		this.#kernels = kernelsOf(arena.size);
		this.#kernels.memory.set(plan.absent, this.#weights.absent);
		this.#shards = places.map(({ passOf, gradient }) => ({ pass: passOf(this.#kernels), gradient }));
	}

	/** Takes on parameters and moments, [layout.size] each. */
	load(parameters: Float32Array, first?: Float32Array, second?: Float32Array): void {
		this.#kernels.memory.set(parameters, this.#weights.parameters);
		if (first) this.#kernels.memory.set(first, this.#first);
		if (second) this.#kernels.memory.set(second, this.#second);
		refresh(this.#kernels, this.#weights);
	}

	/** Copies of the parameters and both moments. */
	save(): { parameters: Float32Array; first: Float32Array; second: Float32Array } {
		const copy = (place: number) => this.#kernels.memory.slice(place, place + this.layout.size);
		return { parameters: copy(this.#weights.parameters), first: copy(this.#first), second: copy(this.#second) };
	}

	/** Makes steps of the epoch from step `from` on until `milliseconds` have passed. `made`: steps made before. */
	steps(epoch: Epoch, from: number, made: number, milliseconds: number): Span {
		const started = performance.now();
		const last = Math.ceil(epoch.order.length / epoch.batch);
		const losses: number[] = [];
		let pairs = 0;
		let step = from;
		const { sampling } = this.#plan;
		do {
			const start = step * epoch.batch;
			const end = Math.min(epoch.order.length, start + epoch.batch);
			const [half] = halves(start, end);
			const middle = start + half;
			const [a, b] = this.#shards;
			if (sampling) {
				const sample = drawStep(sampling.chances, epoch.seeds[step]);
				for (const { pass } of this.#shards) pass.sample(sample);
			}
			a.pass.gather(this.#plan.train, epoch.order, start, middle);
			b.pass.gather(this.#plan.train, epoch.order, middle, end);
			const asked = a.pass.batch.asked + b.pass.batch.asked;
			losses.push(this.#gradients(epoch, epoch.seeds[step], asked));
			pairs += asked;
			this.#update(epoch, made + step - from + 1);
			step++;
		} while (step < last && performance.now() - started < milliseconds);
		return { steps: step - from, losses, pairs };
	}

	/** The loss on the validation rows from batch `from` on. */
	validate(from: number, milliseconds: number): Span {
		const started = performance.now();
		const { validation, sampling } = this.#plan;
		const { pass } = this.#shards[0];
		if (sampling) pass.sample(sampling.validation);
		const losses: number[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * this.#validationRows;
			pass.gather(validation, undefined, start, Math.min(validation.rows, start + this.#validationRows));
			pass.forward(noDropout);
			losses.push(pass.loss(1));
			pairs += pass.batch.asked;
			step++;
		} while (step < this.validationBatches && performance.now() - started < milliseconds);
		return { steps: step - from, losses, pairs };
	}

	#gradients(epoch: Epoch, seed: number, asked: number): number {
		let loss = 0;
		this.#shards.forEach(({ pass, gradient }, index) => {
			const dropout = { keep: epoch.keep, seed: shardSeed(seed, index) };
			pass.forward(dropout);
			loss += pass.loss(1 / asked);
			pass.backward(dropout, gradient);
		});
		return loss;
	}

	#update(epoch: Epoch, t: number): void {
		const { parameters } = this.#weights;
		const [a, b] = this.#shards;
		const base: AdamStep = {
			rate: epoch.rate,
			decay: 0,
			correction1: 1 - beta1 ** t,
			correction2: 1 - beta2 ** t
		};
		const decayed = { ...base, decay: epoch.decay };
		for (const { offset, rows, columns, decays } of this.layout.slots)
			this.#kernels.adam(
				parameters + offset,
				this.#first + offset,
				this.#second + offset,
				a.gradient + offset,
				b.gradient + offset,
				rows * columns,
				decays ? decayed : base
			);
		refresh(this.#kernels, this.#weights);
	}
}

/** The most products that stand for all; 0 where all are looked at. */
export function columnsOf(sampling: Sampling | undefined): number {
	return sampling ? Math.max(sampling.chances.size, sampling.validation.product.length) : 0;
}

/** How many of the rows from start to end - 1 are in the first half of a step, and how many in the second. */
export function halves(start: number, end: number): [number, number] {
	const first = Math.ceil((end - start) / shards);
	return [first, end - start - first];
}

/** Each half of a step draws its own dropout patterns: 64 layers apart. */
export function shardSeed(seed: number, shard: number): number {
	return (seed + shard * 64) | 0;
}
