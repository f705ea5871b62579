import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { growBoostedPart, slotsOf } from '../../../../src/lib/core/models/trees/boosted.js';
import { CompiledBoostKernel } from '../../../../src/lib/core/models/trees/compiled/boost.js';
import { CompiledForestKernel } from '../../../../src/lib/core/models/trees/compiled/forest.js';
import { takeInstance } from '../../../../src/lib/core/models/trees/compiled/instance.js';
import { growForestPart } from '../../../../src/lib/core/models/trees/forest.js';
import type { BoostKernel, ForestKernel } from '../../../../src/lib/core/models/trees/kernel.js';
import { ReferenceBoostKernel } from '../../../../src/lib/core/models/trees/reference/boost.js';
import { ReferenceForestKernel } from '../../../../src/lib/core/models/trees/reference/forest.js';
import type { GrowBoosted, GrowForest } from '../../../../src/lib/core/models/trees/types.js';
import { Random } from '../../../../src/lib/core/random.js';
import { compileKernel } from '../../../../src/tools/kernel.mjs';
import { sample } from './tables.js';

function instance() {
	const taken = takeInstance();
	if (!taken) throw new Error('WebAssembly does not start here');
	return taken;
}

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
			fc.property(tables, options, fc.constantFrom(0, 1, 85), ({ rows, seed, bins }, grow: GrowForest, unit) => {
				const { binned, label } = sample(rows, seed, bins);
				const weight = unit > 0 ? Uint8Array.from(label, (_, row) => ((row * 7) % 4) * unit) : undefined;
				const run = (kernel: ForestKernel) => {
					const part = growForestPart(kernel, 5, label, weight, new Random(seed), 0, grow.trees);
					kernel.release();
					return part;
				};
				const compiled = run(new CompiledForestKernel(instance(), binned, grow, weight));
				expect(compiled).toEqual(run(new ReferenceForestKernel(binned, grow)));
			}),
			{ numRuns: 60 }
		);
	});

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
			fc.property(tables, options, fc.boolean(), ({ rows, seed, bins }, grow: GrowBoosted, weighted) => {
				const { binned, label } = sample(rows, seed, bins);
				const other = sample(1 + (seed % 90), `${seed}/other`, bins);
				const watched = { binned: other.binned, label: other.label };
				const weight = weighted ? Float32Array.from(label, (_, row) => ((row * 7) % 4) / 3) : undefined;
				const state = {
					margin: new Float32Array(rows).fill(-1),
					watchedMargin: new Float32Array(other.label.length).fill(-1)
				};
				const run = (kernel: BoostKernel) => {
					const random = new Random(seed);
					const part = growBoostedPart(kernel, rows, label, weight, grow, random, 0, grow.trees, state, watched);
					kernel.release();
					return part;
				};
				const both = [binned, other.binned];
				const compiled = run(new CompiledBoostKernel(instance(), both, slotsOf(grow)));
				expect(compiled).toEqual(run(new ReferenceBoostKernel(both)));
			}),
			{ numRuns: 60 }
		);
	});

	it('is what its source compiles to', async () => {
		const kept = new URL('../../../../src/lib/core/models/trees/wasm/kernel.wasm.ts', import.meta.url);
		expect(readFileSync(kept, 'utf8')).toBe(await compileKernel());
	});
});
