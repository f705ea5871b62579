import { describe, expect, it } from 'vitest';
import { exactUpTo, explainPair } from '../../../../src/lib/core/explanation/explain.js';
import { coalitionTable } from '../../../../src/lib/core/models/coalition-table.js';
import type { FeatureDefinition, FeatureSet } from '../../../../src/lib/core/features/types.js';
import { blendModel } from '../../../../src/lib/core/models/blend/model.js';
import { coalitionsByRows } from '../../../../src/lib/core/models/coalitions-by-rows.js';
import type { Model } from '../../../../src/lib/core/models/types.js';

const definition = (name: string, more: Partial<FeatureDefinition> = {}): FeatureDefinition => ({ name, scope: 'customer', kind: 'number', unit: '', meaning: '', source: '', ...more });
const named: FeatureSet = { customer: ['a', 'b', 'c'].map((name) => definition(name)), product: [] };
const read: FeatureSet = { customer: [definition('c'), definition('ink_bought_before', { history: 'Ink' })], product: [] };

/** A model of free vectors alone. */
function modelOf(features: FeatureSet, score: (x: Float32Array) => number, more: Partial<Model> = {}): Model {
	const width = features.customer.length;
	return {
		family: 'neural',
		features: named,
		products: ['Ink'],
		predict: ({ rows }) => new Float32Array(rows),
		predictProduct: (_, table, rows) => Float32Array.from({ length: rows }, (__, r) => 1 / (1 + Math.exp(-score(table.subarray(r * width, (r + 1) * width))))),
		encode: () => {
			throw new Error('not asked');
		},
		...more
	};
}

const rowsOnly = modelOf(named, ([a, b, c]) => a * b - c);
const ofHistory = modelOf(read, ([c, ink]) => 0.3 * c + ink * (1 - c), { inputs: { features: read, of: (examples) => examples } });
const quick: Model = { ...ofHistory, effectiveCoalitions: (...asked) => coalitionsByRows(ofHistory, ...asked) };

describe('coalitions of a blend', () => {
	const mix = { kind: 'log-odds', weights: Float64Array.of(0.4, 0.6) } as const;
	const current = Float32Array.of(1, -0.5, 0.7, 2);
	const baseline = Float32Array.of(0.2, 0.3, 0.7, 0);

	it('are those of its members, each asked in the way it can be and about its own columns', () => {
		const blend = blendModel([rowsOnly, quick], mix);
		expect(blend.inputs?.features.customer.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'ink_bought_before']);
		const groups = [0, 1, 2, 3].map((c) => Int32Array.of(c));
		const found = blend.effectiveCoalitions?.(0, current, baseline, groups);
		expect([...(found?.groups ?? [])]).toEqual([0, 1, 3]);
		const table = coalitionTable(current, baseline, [0, 1, 3].map((g) => groups[g]));
		blend.predictProduct(0, table, 8).forEach((p, mask) => expect(found?.worths[mask]).toBeCloseTo(p, 6));
		const { impacts, baseline: from, probability } = explainPair(blend, blend.inputs?.features ?? named, 0, current, baseline);
		expect(impacts.map(({ parameter }) => parameter).sort()).toEqual(['a', 'b', 'c', 'ink_bought_before']);
		expect(impacts.find(({ parameter }) => parameter === 'c')?.impact).toBe(0);
		expect(Math.abs(impacts.reduce((sum, { impact }) => sum + impact, from) - probability)).toBeLessThan(1e-9);
	});

	it('are fewer where a member answers rows alone', () => {
		expect(exactUpTo(blendModel([rowsOnly, quick], mix))).toBe(12);
		expect(exactUpTo(blendModel([quick, quick], mix))).toBe(14);
		expect(blendModel([rowsOnly, ofHistory], mix).effectiveCoalitions).toBeUndefined();
	});
});
