import { describe, expect, it } from 'vitest';
import { runJobs } from '../../../../src/lib/core/models/trees/run.js';

/** A pool whose work ends only when it is cancelled. */
function stuck() {
	const state = { cancelled: 0, started: 0 };
	const waiting: (() => void)[] = [];
	const run = <Output>() =>
		new Promise<Output>((_, reject) => {
			state.started++;
			waiting.push(() => reject(new Error('ended')));
		});
	const cancel = () => {
		state.cancelled++;
		waiting.splice(0).forEach((end) => end());
	};
	return { state, pool: { size: 2, run, cancel } };
}

describe('runJobs', () => {
	it('ends the pool at once on a cancel, and starts nothing more', async () => {
		const { state, pool } = stuck();
		const stop = new AbortController();
		setTimeout(() => stop.abort(), 30);
		const started = performance.now();
		const jobs = Array.from({ length: 50 }, () => () => pool.run<void>());
		await expect(runJobs(pool, jobs, { signal: stop.signal, ahead: 4 })).rejects.toMatchObject({ name: 'AbortError' });
		expect(performance.now() - started).toBeLessThan(400);
		expect(state).toEqual({ cancelled: 1, started: 4 });
	});

	it('ends the pool and hands on the error when a job fails', async () => {
		const { state, pool } = stuck();
		const broken = async () => Promise.reject(new Error('broken'));
		await expect(runJobs(pool, [() => pool.run<void>(), broken, broken], { ahead: 4 })).rejects.toThrow('broken');
		expect(state.cancelled).toBe(1);
	});

	it('keeps no more than so many jobs under way, and runs all', async () => {
		let [now, most, done] = [0, 0, 0];
		const job = async () => {
			most = Math.max(most, ++now);
			await new Promise((resolve) => setTimeout(resolve, 1));
			now--;
			done++;
		};
		await runJobs(stuck().pool, Array.from({ length: 20 }, () => job), { ahead: 3 });
		expect([most, done]).toEqual([3, 20]);
	});
});
