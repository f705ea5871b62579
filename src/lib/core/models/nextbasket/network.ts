import { Random } from '../../random.js';
import { bestKernels } from '../neural/kernels-best.js';
import { beta1, beta2 } from '../neural/kernels.js';
import type { Kernels } from '../neural/kernels.js';
import { sigmoid } from '../trees/logistic.js';
import { INPUTS } from './network-input.js';

export interface NetworkTask {
	/** [rows × INPUTS] */
	readonly inputs: Float32Array;
	/** [rows] in [0, 1], and how much each row counts. */
	readonly label: Float32Array;
	readonly weight: Float32Array;
	readonly seed: string;
}

/** Units of the two hidden layers. */
const FIRST = 32;
const SECOND = 16;
/** Rows of a batch, at most: of few rows less, so that there are steps enough. */
export const BATCH = 1024;
const LEAST_BATCH = 32;
const LEAST_STEPS = 1000;
/** Rows that are looked at in all, about, and how often each at most. */
const VISITS = 2_400_000;
const PASSES = 10;
/** The highest rate of learning, after so large a share of the steps; and how fast weights fade. */
const RATE = 0.003;
const WARM_UP = 0.2;
const DECAY = 0.01;

/** Where weights [inputs × units] and biases of each layer lie among the parameters. */
const [LAYERS, SIZE] = layersOf([INPUTS, FIRST, SECOND, 1]);

function layersOf(widths: readonly number[]) {
	let size = 0;
	const layers = widths.slice(1).map((units, i) => {
		const weights = size;
		const biases = weights + widths[i] * units;
		size = biases + units;
		return { inputs: widths[i], units, weights, biases };
	});
	return [layers, size] as const;
}

/** A network over one batch in an arena: two layers of rectified units, then log-odds. Its parameters come first. */
export class PairNetwork {
	readonly kernels: Kernels;
	readonly input = SIZE;
	readonly first = this.input + BATCH * INPUTS;
	readonly second = this.first + BATCH * FIRST;
	/** [BATCH] log-odds. */
	readonly out = this.second + BATCH * SECOND;
	readonly end = this.out + BATCH;

	/** more: floats behind `end`. */
	constructor(more = 0) {
		this.kernels = bestKernels(this.end + more);
	}

	/** Log-odds of the first rows of the input, at most BATCH. */
	forward(rows: number): void {
		const { kernels, input, first, second, out } = this;
		const [a, b, c] = LAYERS;
		kernels.multiply(input, a.weights, first, rows, a.inputs, a.units, false);
		kernels.activate(first, a.biases, rows, a.units, 1, 0);
		kernels.multiply(first, b.weights, second, rows, b.inputs, b.units, false);
		kernels.activate(second, b.biases, rows, b.units, 1, 0);
		kernels.multiply(second, c.weights, out, rows, c.inputs, c.units, false);
		kernels.addBias(out, c.biases, rows, c.units);
	}
}

/** The parameters of a network that gives the log-odds of pairs, learned by weighted cross-entropy; Adam with decay. */
export function trainNetwork({ inputs, label, weight, seed }: NetworkTask): Float32Array {
	const random = new Random(seed);
	const rows = label.length;
	const wanted = Math.max(LEAST_BATCH, Math.floor((PASSES * rows) / LEAST_STEPS));
	const count = Math.min(BATCH, rows, wanted);
	const network = new PairNetwork(4 * SIZE + BATCH * (FIRST + SECOND + 1));
	const { kernels, end } = network;
	const { memory } = kernels;
	const [gradient, nothing, m, v] = [0, 1, 2, 3].map((i) => end + i * SIZE);
	const dFirst = end + 4 * SIZE;
	const dSecond = dFirst + BATCH * FIRST;
	const dOut = dSecond + BATCH * SECOND;
	memory.set(startOf(random, baseOf(label, weight)));
	memory.fill(0, nothing, dFirst);
	const [a, b, c] = LAYERS;
	const order = Int32Array.from({ length: rows }, (_, r) => r);
	const steps = Math.max(1, Math.floor(Math.min(VISITS, PASSES * rows) / count));
	let [power1, power2, at] = [1, 1, rows];
	for (let step = 0; step < steps; step++) {
		if (at + count > rows) {
			random.shuffle(order);
			at = 0;
		}
		const batch = order.subarray(at, (at += count));
		batch.forEach((r, i) => memory.set(inputs.subarray(r * INPUTS, (r + 1) * INPUTS), network.input + i * INPUTS));
		network.forward(count);
		batch.forEach((r, i) => (memory[dOut + i] = (weight[r] * (sigmoid(memory[network.out + i]) - label[r])) / count));
		kernels.transposedMultiply(network.second, dOut, gradient + c.weights, count, c.inputs, 1, false);
		kernels.columnSums(dOut, gradient + c.biases, count, 1, false);
		kernels.multiply(dOut, c.weights, dSecond, count, 1, c.inputs, false);
		kernels.deactivate(dSecond, network.second, count * SECOND, 1);
		kernels.transposedMultiply(network.first, dSecond, gradient + b.weights, count, b.inputs, b.units, false);
		kernels.columnSums(dSecond, gradient + b.biases, count, b.units, false);
		kernels.multiplyTransposed(dSecond, b.weights, dFirst, count, b.units, b.inputs, false);
		kernels.deactivate(dFirst, network.first, count * FIRST, 1);
		kernels.transposedMultiply(network.input, dFirst, gradient + a.weights, count, a.inputs, a.units, false);
		kernels.columnSums(dFirst, gradient + a.biases, count, a.units, false);
		power1 *= beta1;
		power2 *= beta2;
		const rate = RATE * rise(step / steps);
		kernels.adam(0, m, v, gradient, nothing, SIZE, { rate, decay: DECAY, correction1: 1 - power1, correction2: 1 - power2 });
	}
	return memory.slice(0, SIZE);
}

/** [SIZE] normal weights (He et al. 2015), no biases but the last, which is `base`. */
function startOf(random: Random, base: number): Float32Array {
	const parameters = new Float32Array(SIZE);
	for (const { weights, inputs, units } of LAYERS)
		for (let i = 0; i < inputs * units; i++) parameters[weights + i] = random.normal() * Math.sqrt((units > 1 ? 2 : 1) / inputs);
	parameters[LAYERS[2].biases] = base;
	return parameters;
}

/** The share of the highest rate after a share of the steps: it rises from little, then falls along half a wave. */
function rise(done: number): number {
	return done < WARM_UP ? 0.04 + (0.96 * done) / WARM_UP : (1 + Math.cos((Math.PI * (done - WARM_UP)) / (1 - WARM_UP))) / 2;
}

/** Log-odds of the weighted mean label. */
export function baseOf(label: Float32Array, weight: Float32Array): number {
	let [sum, all] = [0, 0];
	for (let r = 0; r < label.length; r++) {
		sum += weight[r] * label[r];
		all += weight[r];
	}
	return Math.log((sum + 1e-6) / (all - sum + 1e-6));
}
