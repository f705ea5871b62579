import { breather } from '../../progress.js';
import type { TaskPool } from '../../parallel.js';

interface Watch {
	readonly signal?: AbortSignal;
	/** How many jobs may be under way at once. */
	readonly ahead: number;
}

/**
 * Starts jobs that use the pool, a few ahead of the workers, and waits for all. Jobs are made when they are needed, so
 * not all inputs are in memory at once. A cancel stops the pool within 50 ms, or, where the pool computes in place, when
 * its present task is done; then the abort is thrown. So is the first error of a job.
 */
export async function runJobs(pool: TaskPool, jobs: Iterable<() => Promise<void>>, watch: Watch): Promise<void> {
	const running = new Set<Promise<void>>();
	const pause = breather(watch.signal);
	let failed: { error: unknown } | undefined;
	const until = async (count: number) => {
		while (running.size > count && !failed && !watch.signal?.aborted) await Promise.race([...running, wait(20)]);
		watch.signal?.throwIfAborted();
		if (failed) throw failed.error;
	};
	try {
		for (const job of jobs) {
			const run: Promise<void> = job()
				.catch((error: unknown) => {
					failed ??= { error };
				})
				.finally(() => running.delete(run));
			running.add(run);
			await pause();
			await until(watch.ahead - 1);
		}
		await until(0);
	} catch (error) {
		if (running.size > 0) pool.cancel();
		throw error;
	}
}

const wait = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
