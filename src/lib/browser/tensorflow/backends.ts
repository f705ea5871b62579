import { LikelyError } from '../../core/errors.js';
import type { Backends } from '../../core/models/types.js';
import { breathe } from '../../core/progress.js';
import type { Report } from '../worker/engine.js';
import type { SettingsStore } from '../storage/port.js';
import { fastest, loadCompute, saveCompute, withSpeeds } from './compute.js';
import type { Speeds } from './compute.js';
import { backendNames, dropBackend, isImitated, startBackend } from './load.js';
import type { BackendName } from './load.js';
import { watchBackend } from './lost.js';
import type { Watch } from './lost.js';

/** How long each backend is measured, in milliseconds. */
const measuring = 200;

type Measure = Parameters<Backends['start']>[2];

/**
 * The backends of TensorFlow.js in this worker. Which one is quickest for a kind of network is measured once and
 * remembered with the device; what the visitor asked for goes first.
 */
export class DeviceBackends implements Backends {
	#watch: Watch | undefined;

	constructor(
		private readonly settings: SettingsStore,
		private readonly report: Report,
		/** Measures all backends anew, and throws `cancelled` instead of choosing one. */
		private readonly onlyMeasure = false
	) {}

	async start(network: string, able: readonly string[], measure: Measure): Promise<readonly string[]> {
		const compute = await loadCompute(this.settings);
		const names = backendNames.filter((name) => able.includes(name));
		const wished = names.find((name) => name === compute.wish);
		if (wished && !this.onlyMeasure && (await this.use(wished))) return [];
		let speeds: Speeds | undefined = this.onlyMeasure ? undefined : compute.measured[network];
		if (!speeds) {
			speeds = await this.#measureAll(names, measure);
			await saveCompute(this.settings, withSpeeds(await loadCompute(this.settings), network, speeds));
		}
		if (this.onlyMeasure) throw new LikelyError('cancelled');
		for (const name of [...fastest(speeds), ...names]) if (await this.use(name)) return wished ? [wished] : [];
		throw new LikelyError('tensorflow.cannot_start', { tried: names });
	}

	async use(name: string): Promise<boolean> {
		const known = backendNames.find((other) => other === name);
		if (!known || !(await startBackend(known))) return false;
		this.#watch = watchBackend(await import('@tensorflow/tfjs-core'));
		return true;
	}

	async replace(network: string, able: readonly string[]): Promise<boolean> {
		const tf = await import('@tensorflow/tfjs-core');
		await dropBackend(tf.getBackend() as BackendName);
		const { measured } = await loadCompute(this.settings);
		const speeds = measured[network] ?? {};
		for (const name of [...fastest(speeds), ...backendNames]) if (able.includes(name) && (await this.use(name))) return true;
		return false;
	}

	async guard<T>(work: Promise<T>): Promise<T> {
		const watch = this.#watch;
		if (!watch) return work;
		work.catch(() => undefined);
		const result = await Promise.race([work, watch.gone]);
		if (watch.isGone()) return watch.gone;
		return result;
	}

	async #measureAll(names: readonly BackendName[], measure: Measure): Promise<Speeds> {
		const speeds: Partial<Record<BackendName, number>> = {};
		for (const [done, name] of names.entries()) {
			this.report({ stage: 'backends', done, total: names.length });
			await breathe();
			if (!this.onlyMeasure && (await isImitated(name))) continue;
			speeds[name] = (await this.use(name)) ? await this.#speedOf(name, measure) : 0;
		}
		return speeds;
	}

	async #speedOf(name: BackendName, measure: Measure): Promise<number> {
		try {
			return Math.round(await measure(measuring));
		} catch (error) {
			if (error instanceof LikelyError && error.code === 'tensorflow.lost') await dropBackend(name);
			else if ((error as { name?: unknown }).name === 'AbortError') throw error;
			return 0;
		}
	}
}
