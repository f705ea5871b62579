import { toFailure } from '../../core/errors.js';
import type { Question } from '../../core/features/types.js';
import { neural } from '../../core/models/neural/index.js';
import { breathe } from '../../core/progress.js';
import type { Work } from '../../core/progress.js';
import { splitExamples } from '../../core/project/train.js';
import type { Project } from '../../core/project/types.js';
import type { TaskPool } from '../../core/parallel.js';
import type { SettingsStore } from '../storage/port.js';
import { DeviceBackends } from '../tensorflow/backends.js';
import { loadCompute, saveCompute } from '../tensorflow/compute.js';
import { backendNames } from '../tensorflow/load.js';
import type { ComputeCard } from './training-engine.js';

/** The device's choice of backend with what was measured last. */
export async function computeCard(settings: SettingsStore): Promise<ComputeCard> {
	const { wish, measured } = await loadCompute(settings);
	const speeds = Object.values(measured).at(-1) ?? {};
	const list = backendNames.flatMap((backend) => (speeds[backend] === undefined ? [] : [{ backend, rowsPerSecond: speeds[backend] }]));
	return { wish, measured: list.sort((a, b) => b.rowsPerSecond - a.rowsPerSecond) };
}

export async function computeWith(settings: SettingsStore, wish: ComputeCard['wish']): Promise<ComputeCard> {
	await saveCompute(settings, { ...(await loadCompute(settings)), wish });
	return computeCard(settings);
}

/** Measures every backend with the very network that the project would get, without training it. */
export async function measureCompute(
	settings: SettingsStore,
	{ book, seed }: Project,
	question: Question,
	pool: TaskPool,
	work: Work
): Promise<ComputeCard> {
	work.report({ stage: 'features', done: 0, total: 1 });
	await breathe(work.signal);
	const { train, validation } = splitExamples(book, question, seed);
	const backends = new DeviceBackends(settings, work.report, true);
	try {
		await neural.fit(train, neural.defaults, { ...work, seed, validation, pool, backends });
	} catch (error) {
		if (toFailure(error).code !== 'cancelled') throw error;
		work.signal?.throwIfAborted();
	}
	return computeCard(settings);
}
