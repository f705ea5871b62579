import { describe, expect, it, vi } from 'vitest';
import { forest } from '../../../../src/lib/core/models/forest/index.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import type { TaskPool } from '../../../../src/lib/core/parallel.js';
import type { Progress } from '../../../../src/lib/core/progress.js';
import { Random } from '../../../../src/lib/core/random.js';
import { scrambled } from '../trees/scrambled.js';
import { distance, shop } from '../trees/shop.js';
import { difference } from '../../../difference.js';

const options = { ...forest.defaults, trees: 40, minLeaf: 10 };
const { examples: train, truth } = shop(1500, 3);
const { examples: test, truth: testTruth } = shop(500, 3, 2);
const context = (pool: TaskPool = inline(treeTasks)) => ({ seed: 7, validation: test, report: () => {}, pool });

describe('forest', async () => {
	const fitted = await forest.fit(train, options, context());

	it('comes near the true probabilities of customers it has not seen', () => {
		const base = testTruth.reduce((sum, p) => sum + p, 0) / testTruth.length;
		const spread = distance(testTruth, new Float64Array(testTruth.length).fill(base));
		expect(distance(fitted.model.predict(test), testTruth)).toBeLessThan(0.2 * spread);
	});

	it('gives out-of-bag probabilities that are as honest as those for new customers', () => {
		const { outOfFold } = fitted;
		expect(outOfFold?.length).toBe(train.rows * 3);
		const honest = distance(outOfFold ?? [], truth);
		expect(honest).toBeLessThan(1.6 * distance(fitted.model.predict(test), testTruth));
	});

	it('is the same model to the bit wherever and in whatever order its parts are grown', async () => {
		const other = await forest.fit(train, options, context(scrambled(4)));
		expect(difference(other.model.encode(), fitted.model.encode())).toBeUndefined();
		expect(difference(other.outOfFold, fitted.outOfFold)).toBeUndefined();
	});

	it('is the same model with the same answers out of bag where no memory is shared', async () => {
		vi.stubGlobal('SharedArrayBuffer', undefined);
		try {
			const other = await forest.fit(train, options, context(scrambled(3)));
			expect(difference(other.model.encode(), fitted.model.encode())).toBeUndefined();
			expect(difference(other.outOfFold, fitted.outOfFold)).toBeUndefined();
		} finally {
			vi.unstubAllGlobals();
		}
	});

	it('answers for free vectors as for examples', () => {
		const table = new Float32Array(test.rows * 6);
		for (let r = 0; r < test.rows; r++) {
			table.set(test.x.subarray(r * 4, r * 4 + 4), r * 6);
			table.set(test.absentX, r * 6 + 4);
			for (let i = test.entries.start[r]; i < test.entries.start[r + 1]; i++)
				if (test.entries.product[i] === 1) table.set(test.entryX.subarray(i * 2, i * 2 + 2), r * 6 + 4);
		}
		const all = fitted.model.predict(test);
		const one = fitted.model.predictProduct?.(1, table, test.rows);
		expect(one).toEqual(all.filter((_, i) => i % 3 === 1));
	});

	it('takes large leaves where customers do not differ, and small ones where they differ in detail', async () => {
		const trial = { ...forest.defaults, trees: 20, columnsPerSplit: 6 };
		const random = new Random(4);
		const labelled = (examples: Examples, buys: (row: number) => boolean): Examples => {
			const rows = Array.from({ length: examples.rows }, (_, row) => (buys(row) ? [0, 1, 2] : []));
			const start = Int32Array.from([0, ...rows]);
			rows.forEach((row, r) => (start[r + 1] = start[r] + row.length));
			return { ...examples, labels: { start, product: Int32Array.from(rows.flat()) } };
		};
		const width = train.features.customer.length;
		const bands = (examples: Examples) => labelled(examples, (row) => Math.floor(examples.x[row * width] * 5) % 3 === 0);
		const chance = (examples: Examples) => labelled(examples, () => random.next() < 0.3);
		const [detail, noise] = [
			await forest.fit(bands(train), trial, { ...context(), validation: bands(test) }),
			await forest.fit(chance(train), trial, { ...context(), validation: chance(test) })
		].map(({ facts }) => Number(facts.smallest_leaf));
		expect(noise).toBe(80);
		expect(detail).toBeLessThan(80);
	});

	it('gives a product that hardly anybody bought one tree, its rate', async () => {
		const { start, product } = train.labels ?? { start: new Int32Array(1), product: new Int32Array(0) };
		const kept = new Set([...product.keys()].filter((i) => product[i] === 2).slice(0, 3));
		const keep = (i: number) => product[i] !== 2 || kept.has(i);
		const count = new Int32Array(start.length);
		for (let r = 0; r < train.rows; r++) {
			count[r + 1] = count[r];
			for (let i = start[r]; i < start[r + 1]; i++) if (keep(i)) count[r + 1]++;
		}
		const rare: Examples = { ...train, labels: { start: count, product: product.filter((_, i) => keep(i)) } };
		const { model, facts } = await forest.fit(rare, options, context());
		expect(facts.trees).toBe(2 * 40 + 1);
		const p = model.predict(test).filter((_, i) => i % 3 === 2);
		expect(new Set(p).size).toBe(1);
		expect(p[0]).toBeLessThan(0.02);
	});

	it('reports progress up to the last tree', async () => {
		const seen: Progress[] = [];
		await forest.fit(train, options, { ...context(), report: (progress) => seen.push(progress) });
		expect(seen[0]).toMatchObject({ done: 0, total: 120 });
		expect(seen.at(-1)).toMatchObject({ stage: 'trees', done: 120, total: 120 });
		expect(seen.length).toBeGreaterThan(3);
	});

	it('stops within half a second when it is cancelled', async () => {
		const big = shop(20_000, 8).examples;
		const stop = new AbortController();
		let stopped = 0;
		let after = 0;
		const report = ({ done }: Progress) => {
			if (stop.signal.aborted) after++;
			else if (done > 0) {
				stop.abort();
				stopped = performance.now();
			}
		};
		await expect(
			forest.fit(big, forest.defaults, { ...context(), report, signal: stop.signal })
		).rejects.toMatchObject({ name: 'AbortError' });
		expect(performance.now() - stopped).toBeLessThan(500);
		expect(after).toBeLessThanOrEqual(1);
	});

	it('survives storing to the bit and refuses what was damaged', () => {
		const encoded = fitted.model.encode();
		const copy = forest.decode(structuredClone(encoded));
		expect(difference(copy.predict(test), fitted.model.predict(test))).toBeUndefined();
		for (const name of Object.keys(encoded.buffers)) {
			const cut = { ...encoded, buffers: { ...encoded.buffers, [name]: encoded.buffers[name].slice(0, -1) } };
			if (encoded.buffers[name].length === 0) continue;
			expect(() => forest.decode(cut), name).toThrow(expect.objectContaining({ code: 'model.damaged' }));
		}
		const left = encoded.buffers.left.slice();
		left[0] = 1 << 20;
		const astray = { ...encoded, buffers: { ...encoded.buffers, left } };
		expect(() => forest.decode(astray)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});
});
