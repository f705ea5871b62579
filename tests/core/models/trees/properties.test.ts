import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
	applyBins,
	binColumns,
	growBoosted,
	growForest,
	predictBoosted,
	predictForest
} from '../../../../src/lib/core/models/trees/index.js';
import type { Binned, GrowBoosted, GrowForest } from '../../../../src/lib/core/models/trees/index.js';
import { Random } from '../../../../src/lib/core/random.js';
import { sample } from './tables.js';

const growing: GrowForest = { trees: 8, depth: 20, minLeaf: 2, columnsPerNode: 2 };
const boosting: GrowBoosted = {
	trees: 12,
	rate: 0.3,
	depth: 4,
	lambda: 1,
	minChild: 0.5,
	minGain: 0,
	rowShare: 1,
	columnShare: 1,
	patience: 0
};
const work = (seed: number) => ({ random: new Random(seed), report: () => {} });

/** Fits a learner and answers for `asked`. */
type Learn = (train: Binned, label: Uint8Array, asked: Binned, seed: number) => Promise<Float32Array>;
const learners: Record<string, Learn> = {
	async forest(train, label, asked, seed) {
		const { trees } = await growForest(train, label, undefined, growing, work(seed));
		return predictForest(trees, asked);
	},
	async boosted(train, label, asked, seed) {
		const { trees, base } = await growBoosted(train, label, undefined, boosting, work(seed));
		return predictBoosted(trees, base, asked);
	},
	async 'boosted on drawn rows and columns'(train, label, asked, seed) {
		const drawing = { ...boosting, rowShare: 0.7, columnShare: 0.5 };
		const { trees, base } = await growBoosted(train, label, undefined, drawing, work(seed));
		return predictBoosted(trees, base, asked);
	}
};
const seeds = fc.integer({ min: 0, max: 1e6 });
const runs = { numRuns: 12 };

describe.each(Object.entries(learners))('%s', (_, learn) => {
	it('answers a constant label with that label', async () => {
		const { binned } = sample(60);
		for (const constant of [0, 1]) {
			const p = await learn(binned, new Uint8Array(60).fill(constant), binned, 1);
			for (const value of p) expect(Math.abs(value - constant)).toBeLessThan(1e-3);
		}
	});

	it('learns from one row', async () => {
		const { columns, kinds } = sample(1);
		const binned = binColumns(columns, kinds);
		const p = await learn(binned, Uint8Array.of(1), sample(5).binned, 1);
		expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
	});

	it('is not moved by a column in which everything is missing, or by a constant one', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (seed) => {
				const { columns, kinds, label } = sample(200, seed);
				const blank = new Float32Array(200).fill(seed % 2 ? NaN : 3);
				const wider = binColumns([blank, ...columns], ['number', ...kinds]);
				const p = await learn(wider, label, wider, seed);
				const elsewhere = { ...wider, data: wider.data.slice().fill(1, 0, 200) };
				expect(await learn(wider, label, elsewhere, seed)).toEqual(p);
			}),
			runs
		);
	});

	it('is the same to the bit whatever the order of the columns', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (seed) => {
				const { columns, kinds, label } = sample(200, seed);
				const order = new Random(seed).shuffle([...columns.keys()]);
				const [a, b] = [binColumns(columns, kinds), binColumns(order.map((c) => columns[c]), order.map((c) => kinds[c]))];
				expect(await learn(b, label, b, seed)).toEqual(await learn(a, label, a, seed));
			}),
			runs
		);
	});

	it('gives the same answer for rows that are the same', async () => {
		const { columns, kinds, label } = sample(150, 4);
		const train = binColumns(columns, kinds);
		const doubled = columns.map((column) => Float32Array.of(...column, ...column));
		const p = await learn(train, label, applyBins(train.bins, doubled), 4);
		expect(p.slice(150)).toEqual(p.slice(0, 150));
	});
});

describe('a copy of every column', () => {
	const wider = (seed: number) => {
		const { columns, kinds, label, binned } = sample(300, seed);
		return { binned, label, twice: binColumns([...columns, ...columns], [...kinds, ...kinds]) };
	};

	it('changes nothing for boosting, to the bit', async () => {
		const property = fc.asyncProperty(seeds, async (seed) => {
			const { binned, label, twice } = wider(seed);
			expect(await learners.boosted(twice, label, twice, seed)).toEqual(await learners.boosted(binned, label, binned, seed));
		});
		await fc.assert(property, runs);
	});

	it('changes nothing for a forest whose nodes try every column', async () => {
		const property = fc.asyncProperty(seeds, async (seed) => {
			const { binned, label, twice } = wider(seed);
			const grow = async (table: Binned) => {
				const options = { ...growing, depth: 1, columnsPerNode: table.bins.kinds.length };
				return predictForest((await growForest(table, label, undefined, options, work(seed))).trees, table);
			};
			expect(await grow(twice)).toEqual(await grow(binned));
		});
		// Of two columns whose gains are equal but for rounding the node's own draw decides, which copies change: seldom, so the seeds are fixed.
		await fc.assert(property, { ...runs, seed: 1 });
	});
});

describe('weights', () => {
	const repeated = (seed: number) => {
		const { binned, columns, label } = sample(150, seed);
		const times = label.map((_, row) => (row * 13 + seed) % 4);
		const repeat = [...times].flatMap((count, row) => Array.from({ length: count }, () => row));
		const wide = applyBins(binned.bins, columns.map((column) => Float32Array.from(repeat, (row) => column[row])));
		const wideLabel = Uint8Array.from(repeat, (row) => label[row]);
		return { binned, label, times, wide, wideLabel };
	};

	it('are repeated rows to boosting, to the bit', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (seed) => {
				const { binned, label, times, wide, wideLabel } = repeated(seed);
				const a = await growBoosted(binned, label, Float32Array.from(times), boosting, work(seed));
				const b = await growBoosted(wide, wideLabel, undefined, boosting, work(seed));
				const [p, q] = [predictBoosted(a.trees, a.base, binned), predictBoosted(b.trees, b.base, binned)];
				p.forEach((value, row) => expect(value).toBe(q[row]));
			}),
			runs
		);
	});

	it('are repeated rows to a forest that draws none, to the bit', async () => {
		await fc.assert(
			fc.asyncProperty(seeds, async (seed) => {
				const { binned, label, times, wide, wideLabel } = repeated(seed);
				const whole = { ...growing, bootstrap: false };
				const a = await growForest(binned, label, times, whole, work(seed));
				const b = await growForest(wide, wideLabel, undefined, whole, work(seed));
				expect(predictForest(a.trees, binned)).toEqual(predictForest(b.trees, binned));
			}),
			runs
		);
	});

	it('leave rows of weight 0 out of a forest, and count the others as often as they say', async () => {
		const { binned, columns, label } = sample(200, 8);
		const kept = [...label.keys()].filter((row) => row % 3 > 0);
		const weight = label.map((_, row) => (row % 3 > 0 ? 1 : 0));
		const thin = applyBins(binned.bins, columns.map((column) => Float32Array.from(kept, (row) => column[row])));
		const a = await growForest(binned, label, weight, growing, work(8));
		const b = await growForest(thin, Uint8Array.from(kept, (row) => label[row]), undefined, growing, work(8));
		expect(predictForest(a.trees, binned)).toEqual(predictForest(b.trees, binned));
		kept.forEach((row, i) => expect(a.outOfBag[row]).toEqual(b.outOfBag[i]));
		const three = weight.map((w) => w * 3);
		const c = await growForest(binned, label, three, { ...growing, minLeaf: growing.minLeaf * 3 }, work(8));
		expect(predictForest(c.trees, binned)).toEqual(predictForest(a.trees, binned));
	});
});
