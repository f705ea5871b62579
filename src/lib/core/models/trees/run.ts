import { breather, breathe } from '../../progress.js';
import type { Progress } from '../../progress.js';
import type { TaskPool } from '../../parallel.js';

export interface Job<Input> {
	readonly input: Input;
	/** How much of the stage's total it is. */
	readonly units: number;
	readonly transfer?: readonly ArrayBuffer[];
}

interface Watch {
	readonly stage: string;
	readonly total: number;
	readonly report: (progress: Progress) => void;
	readonly signal?: AbortSignal;
}

/**
 * Runs jobs on a pool, a few ahead of the workers, and hands over each result with its job's number, in any order.
 * Jobs are made when they are needed, so not all inputs are in memory at once. A cancel stops the pool within 50 ms, or,
 * where the pool computes in place, after the job that runs; then the abort is thrown.
 */
export async function runJobs<Input, Output>(
	pool: TaskPool,
	task: string,
	jobs: Iterable<Job<Input>>,
	take: (output: Output, job: number) => void,
	watch: Watch
): Promise<void> {
	const running = new Set<Promise<void>>();
	const pause = breather(watch.signal);
	let failed: { error: unknown } | undefined;
	let done = 0;
	let number = 0;
	const settled = async (until: number) => {
		while (running.size > until && !failed) {
			await Promise.race([...running, breathe().then(() => wait(20))]);
			if (watch.signal?.aborted) break;
		}
	};
	try {
		watch.report({ stage: watch.stage, done, total: watch.total });
		for (const job of jobs) {
			const own = number++;
			const run: Promise<void> = pool
				.run<Input, Output>(task, job.input, job.transfer)
				.then((output) => {
					take(output, own);
					done += job.units;
					watch.report({ stage: watch.stage, done, total: watch.total });
				})
				.catch((error: unknown) => {
					failed ??= { error };
				})
				.finally(() => running.delete(run));
			running.add(run);
			await settled(2 * pool.size - 1);
			await pause();
			watch.signal?.throwIfAborted();
			if (failed) throw failed.error;
		}
		await settled(0);
		watch.signal?.throwIfAborted();
		if (failed) throw failed.error;
	} catch (error) {
		if (running.size > 0) pool.cancel();
		throw error;
	}
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
