import { afterAll, describe, expect, it, vi } from 'vitest';
import { WorkerPool } from '../../../src/lib/browser/worker/pool.js';
import { boosted } from '../../../src/lib/core/models/boosted/index.js';
import { forest } from '../../../src/lib/core/models/forest/index.js';
import type { ForestPart } from '../../../src/lib/core/models/trees/forest.js';
import { binColumns, treeTasks } from '../../../src/lib/core/models/trees/index.js';
import type { ForestTask } from '../../../src/lib/core/models/trees/tasks.js';
import { inline } from '../../../src/lib/core/parallel.js';
import type { TaskPool } from '../../../src/lib/core/parallel.js';
import { shop } from '../../core/models/trees/shop.js';
import { difference } from '../../difference.js';

const column = Float32Array.from({ length: 400 }, (_, row) => Math.sin(row));
const binned = binColumns([column], ['number']);
const label = Uint8Array.from(column, (value) => (value > 0.3 ? 1 : 0));
const growing = { trees: 3, depth: 4, minLeaf: 5, columnsPerNode: 1 };
const task = (seed: number, trees = 3): ForestTask => ({ binned, label, options: { ...growing, trees }, seed: String(seed), from: 0, to: trees });
const grown = (pool: TaskPool, input: ForestTask) => pool.run<ForestTask, ForestPart>('trees.forest', input);
const cancelled = expect.objectContaining({ code: 'cancelled' });

describe('the pool of web workers', () => {
	const pools = [1, 2, 3].map((size) => new WorkerPool(size));
	afterAll(() => pools.forEach((pool) => pool.cancel()));

	it('gives every caller its own answer, however many wait and however few workers there are', async () => {
		const here = inline(treeTasks);
		const expected = await Promise.all(Array.from({ length: 12 }, (_, seed) => grown(here, task(seed))));
		for (const pool of pools) {
			const order: number[] = [];
			const answers = Array.from({ length: 12 }, (_, seed) => grown(pool, task(seed)).finally(() => order.push(seed)));
			expect(difference(await Promise.all(answers), expected)).toBeUndefined();
			if (pool.size === 1) expect(order).toEqual([...order.keys()]);
		}
	});

	it('hands on a failure to the one who asked, and goes on with what lay ready behind it', async () => {
		const [one] = pools;
		const calls = [grown(one, task(1)), one.run('no such task', {}), grown(one, task(2)), one.run('nor this', {}), grown(one, task(3))];
		const settled = await Promise.allSettled(calls);
		expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected', 'fulfilled']);
	});

	it('rejects what cannot be sent, and is not blocked by it', async () => {
		const [one] = pools;
		const calls = [grown(one, task(1)), one.run('trees.forest', { ...task(2), report: () => {} }), grown(one, task(3))];
		const settled = await Promise.allSettled(calls);
		expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
	});

	it('takes buffers that are given away', async () => {
		const gifts = Array.from({ length: 6 }, () => Uint8Array.from(label));
		const parts = gifts.map((gift) => pools[0].run<ForestTask, ForestPart>('trees.forest', { ...task(1), label: gift }, [gift.buffer]));
		const answers = await Promise.all(parts);
		expect(gifts.map((gift) => gift.length)).toEqual([0, 0, 0, 0, 0, 0]);
		expect(answers).toEqual(new Array(6).fill(await grown(pools[0], task(1))));
	});

	it('ends what is at work, what lies ready and what waits at once, and starts afresh', async () => {
		const pool = new WorkerPool(2);
		await Promise.all([grown(pool, task(1)), grown(pool, task(2))]);
		const calls = Array.from({ length: 9 }, (_, seed) => grown(pool, task(seed, 60_000)));
		let started = Infinity;
		setTimeout(() => {
			started = performance.now();
			pool.cancel();
		}, 50);
		const settled = await Promise.allSettled(calls);
		expect(performance.now() - started).toBeLessThan(500);
		expect(settled).toEqual(settled.map(() => ({ status: 'rejected', reason: cancelled })));
		expect(difference(await grown(pool, task(4)), await grown(inline(treeTasks), task(4)))).toBeUndefined();
		pool.cancel();
	});
});

describe('trees that web workers grow', () => {
	const { examples } = shop(600, 5);
	const validation = shop(200, 5, 9).examples;
	const fit = async (pool: TaskPool) => {
		const context = { seed: 3, validation, report: () => {}, pool };
		const one = await forest.fit(examples, { ...forest.defaults, trees: 60 }, context);
		const other = await boosted.fit(examples, { ...boosted.defaults, trees: 30, rowShare: 0.7 }, context);
		pool.cancel();
		return [one.model.encode(), one.outOfFold, other.model.encode()];
	};

	it.each([1, 3])('are the same to the bit with %i at work as without any', async (size) => {
		expect(difference(await fit(new WorkerPool(size)), await fit(inline(treeTasks)))).toBeUndefined();
	});

	it('are the same to the bit on a page where no memory is shared', async () => {
		const shared = await fit(new WorkerPool(2));
		vi.stubGlobal('SharedArrayBuffer', undefined);
		try {
			expect(difference(await fit(new WorkerPool(2)), shared)).toBeUndefined();
		} finally {
			vi.unstubAllGlobals();
		}
	});
});
