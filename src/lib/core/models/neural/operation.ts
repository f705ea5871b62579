import type * as Core from '@tensorflow/tfjs-core';
import type { Engine, Epoch, Span, Weighing } from './engine.js';

type TensorFlow = typeof Core;

const trainName = 'LikelyTrainSigmoidNetwork';
/** Backends whose tensors lie in this thread's reach, so that a kernel of our own can work on them. */
const backends = ['wasm', 'cpu'];

interface TrainAttributes {
	readonly work: (parameters: Float32Array, first: Float32Array, second: Float32Array) => Trained;
}

interface Trained {
	readonly parameters: Float32Array;
	readonly first: Float32Array;
	readonly second: Float32Array;
}

/** Registers fused training as a TensorFlow.js kernel for the backends that can run it. Repeating it does nothing. */
function registerTraining(tf: TensorFlow): void {
	for (const backendName of backends) {
		if (tf.getKernel(trainName, backendName)) continue;
		tf.registerKernel({
			kernelName: trainName,
			backendName,
			kernelFunc: ({ inputs, attrs, backend }): Core.TensorInfo[] => {
				const store = backend as Core.KernelBackend;
				const read = (name: string) => store.readSync(tensorOf(inputs, name).dataId) as Float32Array;
				const { work } = attrs as unknown as TrainAttributes;
				const { parameters, first, second } = work(read('parameters'), read('first'), read('second'));
				return [parameters, first, second].map((values) => ({
					dataId: store.write(values, [values.length], 'float32'),
					shape: [values.length],
					dtype: 'float32' as const
				}));
			}
		});
	}
}

function tensorOf(inputs: Core.NamedTensorInfoMap, name: string): Core.TensorInfo {
	const tensor = inputs[name];
	if (!tensor) throw new TypeError(`${trainName} needs ${name}`);
	return tensor;
}

/** Whether fused training runs on the backend in use. */
export function canTrain(tf: TensorFlow): boolean {
	return backends.includes(tf.getBackend());
}

/** What makes the steps: see Stepper. */
interface Steps {
	readonly validationBatches: number;
	load(parameters: Float32Array, first?: Float32Array, second?: Float32Array): void;
	save(): Trained;
	steps(epoch: Epoch, from: number, made: number, milliseconds: number): Span;
	validate(from: number, milliseconds: number): Span;
}

/** An engine whose weights and moments are tensors, and whose training is the registered kernel. */
export class OperationEngine implements Engine {
	readonly name: string;
	readonly validationBatches: number;
	#tensors: Core.Tensor[];
	#steps: number;

	constructor(
		private readonly tf: TensorFlow,
		private readonly stepper: Steps,
		start: Weighing
	) {
		registerTraining(tf);
		this.name = tf.getBackend();
		this.validationBatches = stepper.validationBatches;
		this.#steps = start.steps;
		this.#tensors = [start.parameters, start.first, start.second].map((values) => tf.tensor1d(values));
	}

	async train(epoch: Epoch, from: number, milliseconds: number): Promise<Span> {
		let span: Span = { steps: 0, losses: [], pairs: 0 };
		this.#run((parameters, first, second) => {
			this.stepper.load(parameters, first, second);
			span = this.stepper.steps(epoch, from, this.#steps, milliseconds);
			return this.stepper.save();
		});
		this.#steps += span.steps;
		return span;
	}

	async validate(from: number, milliseconds: number): Promise<Span> {
		this.stepper.load((await this.read()).parameters);
		return this.stepper.validate(from, milliseconds);
	}

	async read(): Promise<Weighing> {
		const [parameters, first, second] = await Promise.all(this.#tensors.map((t) => t.data<'float32'>()));
		return { parameters, first, second, steps: this.#steps };
	}

	dispose(): void {
		for (const tensor of this.#tensors) tensor.dispose();
		this.#tensors = [];
	}

	#run(work: TrainAttributes['work']): void {
		const [parameters, first, second] = this.#tensors;
		const attributes: TrainAttributes = { work };
		const next = this.tf
			.engine()
			.runKernel(trainName, { parameters, first, second }, attributes as unknown as Core.NamedAttrMap);
		this.dispose();
		this.#tensors = next as unknown as Core.Tensor[];
	}
}
