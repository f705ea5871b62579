import { toFailure } from '../../core/errors.js';
import type { Question } from '../../core/features/types.js';
import { neural } from '../../core/models/neural/index.js';
import { breathe } from '../../core/progress.js';
import { transformer } from '../../core/models/transformer/index.js';
import type { Work } from '../../core/progress.js';
import { splitExamples } from '../../core/project/train.js';
import type { Project } from '../../core/project/types.js';
import type { TaskPool } from '../../core/parallel.js';
import type { SettingsStore } from '../storage/port.js';
import { DeviceBackends } from '../tensorflow/backends.js';
import { lastSpeeds, loadCompute, saveCompute } from '../tensorflow/compute.js';
import { backendNames } from '../tensorflow/load.js';
import type { ComputeCard } from './training-engine.js';

/** The device's choice of backend with what was measured last. */
export async function computeCard(settings: SettingsStore): Promise<ComputeCard> {
	const { wish, measured } = await loadCompute(settings);
	const list = [neural, transformer].flatMap(({ name: family }) => {
		const speeds = lastSpeeds(measured, family);
		const known = backendNames.flatMap((backend) => (speeds[backend] === undefined ? [] : [{ family, backend, rowsPerSecond: speeds[backend] }]));
		return known.sort((a, b) => b.rowsPerSecond - a.rowsPerSecond);
	});
	return { wish, measured: list };
}

/** Keeps another choice of backend, and says what was measured. */
export async function computeWith(settings: SettingsStore, wish: ComputeCard['wish']): Promise<ComputeCard> {
	await saveCompute(settings, { ...(await loadCompute(settings)), wish });
	return computeCard(settings);
}

/** Measures every backend with the very networks that the project would get, without training them. */
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
	const context = { ...work, seed, validation, pool, backends: new DeviceBackends(settings, work.report, true) };
	await untilMeasured(neural.fit(train, neural.defaults, context), work);
	if (question.kind !== 'ever') await untilMeasured(transformer.fit(train, transformer.defaults, context), work);
	return computeCard(settings);
}

/** A training that ends as soon as the backends are measured. */
async function untilMeasured(training: Promise<unknown>, { signal }: Work): Promise<void> {
	try {
		await training;
	} catch (error) {
		if (toFailure(error).code !== 'cancelled') throw error;
		signal?.throwIfAborted();
	}
}
