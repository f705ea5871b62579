import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Arena } from '../../../../src/lib/core/models/trees/arena.js';
import { growBoostedPart, scalesOf, slotsOf } from '../../../../src/lib/core/models/trees/boosted.js';
import { boostRows, boostTable } from '../../../../src/lib/core/models/trees/boost-rows.js';
import type { BoostRows } from '../../../../src/lib/core/models/trees/boost-rows.js';
import { boostSizes, CompiledBoostKernel } from '../../../../src/lib/core/models/trees/compiled/boost.js';
import { CompiledForestKernel, forestSizes } from '../../../../src/lib/core/models/trees/compiled/forest.js';
import { joinInstance, seatBytes, takeInstance } from '../../../../src/lib/core/models/trees/compiled/instance.js';
import { growForestPart } from '../../../../src/lib/core/models/trees/forest.js';
import type { BoostKernel, ForestKernel } from '../../../../src/lib/core/models/trees/kernel.js';
import { ReferenceBoostKernel } from '../../../../src/lib/core/models/trees/reference/boost.js';
import { ReferenceForestKernel } from '../../../../src/lib/core/models/trees/reference/forest.js';
import type { GrowBoosted, GrowForest } from '../../../../src/lib/core/models/trees/types.js';
import { Random } from '../../../../src/lib/core/random.js';
import { compileKernel } from '../../../../src/tools/kernel.mjs';
import { difference } from '../../../difference.js';
import { numbers, sample } from './tables.js';

function instance() {
	const taken = takeInstance();
	if (!taken) throw new Error('WebAssembly does not start here');
	return taken;
}

/** An arena with one seat. */
function arenaFor(sizes: Readonly<Record<string, number>>, bytes: number): Arena {
	const arena = Arena.open(1, seatBytes(sizes), bytes);
	if (!arena) throw new Error('no memory is shared here');
	return arena;
}

function seated(arena: Arena) {
	const taken = joinInstance(arena.seats);
	if (!taken) throw new Error('no seat is free');
	return taken;
}

const fill = (to: Uint8Array, from: Uint8Array) => {
	to.set(from);
	return to;
};

const tables = fc.record({ rows: fc.integer({ min: 1, max: 700 }), seed: fc.nat(), bins: fc.constantFrom(3, 20, 255) });

describe('the compiled kernel', () => {
	it('grows the same forests as the reference, to the bit', () => {
		const options = fc.record({
			trees: fc.constant(3),
			depth: fc.integer({ min: 0, max: 12 }),
			minLeaf: fc.integer({ min: 1, max: 20 }),
			columnsPerNode: fc.integer({ min: 1, max: 5 }),
			bootstrap: fc.boolean()
		});
		fc.assert(
			// Weights of 85 make nodes whose sums pass 16 bits.
			fc.property(tables, options, fc.constantFrom(0, 1, 85), fc.boolean(), ({ rows, seed, bins }, grow: GrowForest, unit, atOnce) => {
				const { binned, label } = sample(rows, seed, bins);
				const weight = unit > 0 ? Uint8Array.from(label, (_, row) => ((row * 7) % 4) * unit) : undefined;
				const run = (kernel: ForestKernel) => {
					const part = growForestPart(kernel, 5, new Random(seed), 0, grow.trees);
					kernel.release();
					return part;
				};
				const reference = run(new ReferenceForestKernel(binned, label, weight, grow));
				expect(difference(run(new CompiledForestKernel(instance(), binned, label, weight, grow, atOnce)), reference)).toBeUndefined();
				const { sizes } = forestSizes(rows, binned.bins, grow, weight ? 255 : 0, atOnce);
				const arena = arenaFor(sizes, binned.data.length + 2 * rows);
				const there = (bytes: Uint8Array) => fill(arena.bytes(bytes.length), bytes);
				const shared = new CompiledForestKernel(seated(arena), { ...binned, data: there(binned.data) }, there(label), weight && there(weight), grow, atOnce);
				expect(difference(run(shared), reference)).toBeUndefined();
			}),
			{ numRuns: 60 }
		);
	});

	/** Boosts by the reference, by a kernel with memory of its own and by one on a seat; all must agree. Returns whether pairs are short. */
	function compareBoosted(rowsOf: (arena?: Arena) => BoostRows, grow: GrowBoosted, seed: number): boolean {
		const run = (kernel: BoostKernel, given: BoostRows) => {
			const part = growBoostedPart(kernel, given, grow, new Random(seed), 0, grow.trees);
			const margin = kernel.margin.slice();
			kernel.release();
			return { ...part, margin };
		};
		const given = rowsOf();
		const reference = run(new ReferenceBoostKernel(given), given);
		const { isShort } = scalesOf(given);
		const columns = given.bins.kinds.length;
		expect(difference(run(new CompiledBoostKernel(instance(), given, slotsOf(grow), isShort), given), reference)).toBeUndefined();
		const arena = arenaFor(boostSizes(given.all, columns, slotsOf(grow), isShort), given.all * (2 * columns + 13));
		const shared = rowsOf(arena);
		expect(difference(run(new CompiledBoostKernel(seated(arena), shared, slotsOf(grow), isShort), shared), reference)).toBeUndefined();
		expect(difference(shared.margin, reference.margin)).toBeUndefined();
		return isShort;
	}

	it('boosts the same trees as the reference, to the bit', () => {
		const options = fc.record({
			trees: fc.constant(4),
			rate: fc.constantFrom(0.1, 1),
			depth: fc.integer({ min: 0, max: 6 }),
			lambda: fc.constantFrom(0, 1, 10),
			minChild: fc.constantFrom(0, 1, 5),
			minGain: fc.constantFrom(0, 0.1),
			rowShare: fc.constantFrom(1, 0.6),
			columnShare: fc.constantFrom(1, 0.6),
			patience: fc.constant(0)
		});
		fc.assert(
			fc.property(tables, options, fc.boolean(), fc.boolean(), fc.boolean(), ({ rows, seed, bins }, grow: GrowBoosted, weighted, fractions, hasCategory) => {
				const draw = hasCategory ? sample : numbers;
				const { binned, label } = draw(rows, seed, bins);
				const other = draw(1 + (seed % 90), `${seed}/other`, bins);
				const weight = weighted ? Float32Array.from(label, (_, row) => ((row * 7) % 4) / 3) : undefined;
				const labels = fractions ? Float32Array.from(label, (one) => one * 0.7) : label;
				const rowsOf = (arena?: Arena) =>
					boostRows(boostTable([binned, other.binned], arena), { label: labels, weight }, { label: other.label }, -1, arena);
				compareBoosted(rowsOf, grow, seed);
			}),
			{ numRuns: 120 }
		);
	});

	it('boosts the same trees where there are so many rows that their derivatives fit 16 bits', () => {
		const { binned, label } = sample(36_000, 5, 20);
		const grow = { trees: 2, rate: 0.3, depth: 3, lambda: 1, minChild: 1, minGain: 0, rowShare: 1, columnShare: 1, patience: 0 };
		const rowsOf = (arena?: Arena) => boostRows(boostTable([binned], arena), { label }, undefined, -1, arena);
		expect(compareBoosted(rowsOf, grow, 5)).toBe(true);
		expect(compareBoosted(rowsOf, { ...grow, columnShare: 0.5 }, 5)).toBe(true);
	});

	it('is what its source compiles to', async () => {
		const kept = new URL('../../../../src/lib/core/models/trees/wasm/kernel.wasm.ts', import.meta.url);
		expect(readFileSync(kept, 'utf8')).toBe(await compileKernel());
	});
});
