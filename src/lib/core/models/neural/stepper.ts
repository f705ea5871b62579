import { backward } from './backward.js';
import type { Batch } from './batch.js';
import { capacityOf, fillBatch } from './batch.js';
import type { Epoch, Span } from './engine.js';
import { crossEntropy, forward, noDropout } from './forward.js';
import type { AdamStep, Kernels } from './kernels.js';
import { beta1, beta2 } from './kernels.js';
import type { Material } from './material.js';
import type { Layout } from './shape.js';
import type { Weights, Workspace } from './workspace.js';
import { Arena, batchIn, refresh, takeWeights, takeWorkspace } from './workspace.js';

/** A step's rows are shared out in two halves, always, so that the result is the same on one core and on two. */
const shards = 2;

interface Shard {
	readonly workspace: Workspace;
	readonly batch: Batch;
	/** [layout.size] */
	readonly gradient: number;
}

/**
 * Fused training steps over flat arrays: forward, stable cross-entropy on logits, backward, and one Adam step over
 * the whole parameter vector, without a tensor in between.
 */
export class Stepper {
	readonly #kernels: Kernels;
	readonly #weights: Weights;
	readonly #first: number;
	readonly #second: number;
	readonly #shards: readonly Shard[];
	readonly #validationRows: number;

	constructor(
		readonly layout: Layout,
		readonly train: Material,
		readonly validation: Material,
		absent: Float32Array,
		batch: number,
		kernelsOf: (floats: number) => Kernels
	) {
		const arena = new Arena();
		this.#weights = takeWeights(arena, layout);
		this.#first = arena.take(layout.size);
		this.#second = arena.take(layout.size);
		const rows = Math.ceil(batch / shards);
		this.#validationRows = rows;
		const capacities = [capacityOf(train, rows), capacityOf(validation, rows)];
		const capacity = {
			rows,
			trunk: Math.max(...capacities.map((c) => c.trunk)),
			entries: Math.max(...capacities.map((c) => c.entries)),
			positives: Math.max(...capacities.map((c) => c.positives))
		};
		const places = Array.from({ length: shards }, () => ({
			workspace: takeWorkspace(arena, layout, capacity, true),
			gradient: arena.take(layout.size)
		}));
		this.#kernels = kernelsOf(arena.size);
		this.#kernels.memory.set(absent, this.#weights.absent);
		this.#shards = places.map((place) => ({ ...place, batch: batchIn(this.#kernels, layout, place.workspace) }));
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
		do {
			const start = step * epoch.batch;
			const end = Math.min(epoch.order.length, start + epoch.batch);
			const [half] = halves(start, end);
			const middle = start + half;
			fillBatch(this.#shards[0].batch, this.train, epoch.order, start, middle);
			fillBatch(this.#shards[1].batch, this.train, epoch.order, middle, end);
			const asked = this.#shards[0].batch.asked + this.#shards[1].batch.asked;
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
		const { workspace, batch } = this.#shards[0];
		const losses: number[] = [];
		let pairs = 0;
		let step = from;
		do {
			const start = step * this.#validationRows;
			fillBatch(batch, this.validation, undefined, start, Math.min(this.validation.rows, start + this.#validationRows));
			forward(this.#kernels, this.#weights, workspace, batch, noDropout);
			losses.push(crossEntropy(this.#kernels, this.#weights, workspace, batch, 1));
			pairs += batch.asked;
			step++;
		} while (step < this.validationBatches && performance.now() - started < milliseconds);
		return { steps: step - from, losses, pairs };
	}

	get validationBatches(): number {
		return Math.ceil(this.validation.rows / this.#validationRows);
	}

	#gradients(epoch: Epoch, seed: number, asked: number): number {
		let loss = 0;
		this.#shards.forEach(({ workspace, batch, gradient }, index) => {
			const dropout = { keep: epoch.keep, seed: shardSeed(seed, index) };
			forward(this.#kernels, this.#weights, workspace, batch, dropout);
			loss += crossEntropy(this.#kernels, this.#weights, workspace, batch, 1 / asked);
			backward(this.#kernels, this.#weights, workspace, batch, epoch.keep, gradient);
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

/** How many of the rows from start to end - 1 are in the first half of a step, and how many in the second. */
export function halves(start: number, end: number): [number, number] {
	const first = Math.ceil((end - start) / shards);
	return [first, end - start - first];
}

/** Each half of a step draws its own dropout patterns: 64 layers apart. */
export function shardSeed(seed: number, shard: number): number {
	return (seed + shard * 64) | 0;
}
