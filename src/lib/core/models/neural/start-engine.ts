import type * as Core from '@tensorflow/tfjs-core';
import type { Engine, Weighing } from './engine.js';
import { GraphEngine } from './graph-engine.js';
import type { GraphPlan } from './graph-engine.js';
import { bestKernels } from './kernels-best.js';
import type { Material } from './material.js';
import { canTrain, OperationEngine } from './operation.js';
import { Stepper } from './stepper.js';

/** The backends of TensorFlow.js that networks train on. */
export const ableToTrain: readonly string[] = ['webgpu', 'webgl', 'wasm', 'cpu'];

/** The quickest engine that the backend in use can run, from `start` on. */
export async function startEngine<M extends Material>(tf: typeof Core, plan: GraphPlan<M>, start: Weighing): Promise<Engine> {
	return canTrain(tf) ? new OperationEngine(tf, new Stepper(plan, bestKernels), start) : GraphEngine.start(tf, plan, start);
}
