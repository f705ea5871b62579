import { afterEach, describe, expect, it } from 'vitest';
import { ThreadPool } from '../../src/cli/pool.js';
import { TaskQueue } from '../../src/lib/core/task-queue.js';
import type { QueueWorker, TaskAnswer, TaskCall } from '../../src/lib/core/task-queue.js';

interface Echo {
	readonly input: unknown;
	readonly threadId: number;
}

describe('ThreadPool', () => {
	const pool = new ThreadPool(new URL('./echo-worker.mjs', import.meta.url), 2);
	afterEach(() => pool.cancel());

	it('runs many tasks on as many threads as it has', async () => {
		const answers = await Promise.all(Array.from({ length: 40 }, (_, i) => pool.run<number, Echo>('echo', i)));
		expect(answers.map((answer) => answer.input)).toEqual(Array.from({ length: 40 }, (_, i) => i));
		expect(new Set(answers.map((answer) => answer.threadId)).size).toBe(2);
	});

	it('gives buffers away', async () => {
		const numbers = Float64Array.of(1, 2, 3);
		const { input } = await pool.run<Float64Array, Echo>('echo', numbers, [numbers.buffer]);
		expect(input).toEqual(Float64Array.of(1, 2, 3));
		expect(numbers.length).toBe(0);
	});

	it('passes failures on, with their facts, and goes on', async () => {
		await expect(pool.run('fail', 7)).rejects.toMatchObject({ code: 'test.failed', facts: { input: 7 } });
		expect(await pool.run<number, Echo>('echo', 1)).toMatchObject({ input: 1 });
	});

	it('outlives a thread that crashes', async () => {
		await expect(pool.run('crash', 0)).rejects.toMatchObject({ code: 'worker.failed' });
		expect(await pool.run<number, Echo>('echo', 1)).toMatchObject({ input: 1 });
	});

	it('names a thread that ends without a word, and does for another what lay ready there', async () => {
		const calls = [pool.run('exit', 3), ...Array.from({ length: 8 }, (_, i) => pool.run<number, Echo>('echo', i))];
		const [ended, ...others] = await Promise.allSettled(calls);
		expect(ended).toMatchObject({ reason: { code: 'worker.failed', facts: { message: 'the thread ended with code 3' } } });
		expect(others.map(({ status }) => status)).toEqual(others.map(() => 'fulfilled'));
	});

	it('does for another what lay ready at a thread that crashed', async () => {
		const calls = [pool.run('echo', 0), pool.run('crash', 0), ...Array.from({ length: 8 }, (_, i) => pool.run<number, Echo>('echo', i + 1))];
		const settled = await Promise.allSettled(calls);
		expect(settled.map(({ status }) => status)).toEqual(settled.map((_, i) => (i === 1 ? 'rejected' : 'fulfilled')));
	});

	it('has the next task ready at a thread that is at work, and none twice', async () => {
		const at: QueueWorker & { readonly given: TaskCall[]; answered?: (answer: TaskAnswer) => void } = {
			given: [],
			post: (call) => at.given.push(call),
			end: () => {}
		};
		const queue = new TaskQueue(1, ({ answered }) => {
			at.answered = answered;
			return at;
		});
		const answers = Array.from({ length: 4 }, (_, i) => queue.run('echo', i));
		const gift = queue.run('echo', 4, [new ArrayBuffer(1)]);
		expect(at.given.map(({ input }) => input)).toEqual([0, 1]);
		for (let i = 0; i < 5; i++) at.answered?.({ id: at.given[i].id, output: at.given[i].input });
		expect(await Promise.all([...answers, gift])).toEqual([0, 1, 2, 3, 4]);
		expect(at.given.map(({ input }) => input)).toEqual([0, 1, 2, 3, 4]);
	});

	it('stops what spins and what waits, at once', async () => {
		const running = [pool.run('spin', 0), pool.run('spin', 0), pool.run('echo', 1)];
		const start = performance.now();
		pool.cancel();
		for (const run of running) await expect(run).rejects.toMatchObject({ code: 'cancelled' });
		expect(performance.now() - start).toBeLessThan(500);
		expect(await pool.run<number, Echo>('echo', 2)).toMatchObject({ input: 2 });
	});
});
