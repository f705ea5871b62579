import { describe, expect, it } from 'vitest';
import { pairColumns } from '../../../../src/lib/core/models/nextbasket/features.js';
import { trainNetwork } from '../../../../src/lib/core/models/nextbasket/network.js';
import { INPUTS, scaleOf, writeInput } from '../../../../src/lib/core/models/nextbasket/network-input.js';
import { PairScorer } from '../../../../src/lib/core/models/nextbasket/pair-scorer.js';
import type { Pairs } from '../../../../src/lib/core/models/nextbasket/pairs.js';
import { Random } from '../../../../src/lib/core/random.js';
import { sigmoid } from '../../../../src/lib/core/models/trees/logistic.js';

const width = pairColumns.length;

/** Pairs whose chance is high where their first two columns are, or the same for all. */
function pairsOf(rows: number, seed: number, chance = (a: number, b: number): number => (a > 0 && b > 0 ? 0.8 : 0.1)): Pairs {
	const random = new Random(seed);
	const x = new Float32Array(rows * width).map(() => random.normal());
	const label = Float32Array.from({ length: rows }, (_, r) => (random.next() < chance(x[r * width], x[r * width + 1]) ? 1 : 0));
	const customer = Int32Array.from({ length: rows }, (_, r) => r >> 1);
	return { rows, x, label, weight: new Float32Array(rows).fill(1), customer, product: new Int32Array(rows) };
}

/** Trees that say nothing: none is there. */
const noTrees = { bins: { kinds: [], edges: [], codes: [] }, members: [] };
const taught = [pairsOf(1500, 1), pairsOf(1500, 2)];

describe('networks over pairs', () => {
	it('learn what depends on two columns together, and the same for the same seed', async () => {
		const scale = scaleOf(taught);
		const rows = taught.reduce((sum, part) => sum + part.rows, 0);
		const inputs = new Float32Array(rows * INPUTS);
		taught.flatMap(({ x, rows: count }) => Array.from({ length: count }, (_, r) => x.subarray(r * width, (r + 1) * width))).forEach((row, r) => writeInput(scale, row, 0, inputs, r * INPUTS));
		const label = Float32Array.from(taught.flatMap((part) => [...part.label]));
		const task = { inputs, label, weight: new Float32Array(rows).fill(1), seed: 'a' };
		const network = trainNetwork(task);
		expect(trainNetwork(task)).toEqual(network);
		expect(trainNetwork({ ...task, seed: 'b' })).not.toEqual(network);
		const fresh = pairsOf(2000, 3);
		const margin = new PairScorer({ trees: noTrees, networks: [network], scale, share: 1, popular: 0, slope: 0 }).score(fresh.x, fresh.rows);
		const mean = (wanted: boolean) => {
			const chosen = [...margin.keys()].filter((r) => (fresh.x[r * width] > 0 && fresh.x[r * width + 1] > 0) === wanted);
			return chosen.reduce((sum, r) => sum + sigmoid(margin[r]), 0) / chosen.length;
		};
		expect(mean(true)).toBeGreaterThan(0.6);
		expect(mean(false)).toBeLessThan(0.25);
	});
});

describe('inputs of a network', () => {
	it('are ranks on an even scale and logarithms, bounded, and defined for columns that never vary', () => {
		const pairs = pairsOf(400, 7);
		for (let r = 0; r < pairs.rows; r++) pairs.x[r * width + 2] = 5;
		const scale = scaleOf([pairs]);
		const out = new Float32Array(INPUTS);
		const inputs = (value: number) => {
			const row = new Float32Array(width).fill(value);
			writeInput(scale, row, 0, out, 0);
			return [...out];
		};
		expect(inputs(0).every(Number.isFinite)).toBe(true);
		expect(inputs(0)[2]).toBe(0);
		expect(inputs(-1e9)[0]).toBeCloseTo(-1.7, 6);
		expect(inputs(1e9)[0]).toBeCloseTo(1.7, 6);
		expect(inputs(1e30)[width]).toBe(6);
		const median = [...pairs.x].filter((_, i) => i % width === 0).sort((a, b) => a - b)[200];
		expect(Math.abs(inputs(median)[0])).toBeLessThan(0.05);
	});
});
