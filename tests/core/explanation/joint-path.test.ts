import { describe, expect, it } from 'vitest';
import { jointPath } from '../../../src/lib/core/explanation/joint-path.js';
import type { FeatureDefinition } from '../../../src/lib/core/features/types.js';

const feature = (kind: FeatureDefinition['kind']): FeatureDefinition => ({ name: kind, scope: 'customer', kind, unit: '', meaning: '', source: 'orders' });

describe('jointPath', () => {
	const features = [feature('number'), feature('number'), feature('flag'), feature('number')];
	/** 1,000 rows: the second column is twice the first, the flag is set from 5 on, the last is known from 8 on. */
	const table = Float32Array.from({ length: 1000 }, (_, row) => row % 10).reduce<Float32Array>((all, v, row) => {
		all.set([v, 2 * v, v >= 5 ? 1 : 0, v >= 8 ? 100 : NaN], row * 4);
		return all;
	}, new Float32Array(4000));

	it('is what goes with each value: medians, the most frequent word, and missing where most are', () => {
		expect([...jointPath(table, features, 0, [1, 2, 3], [0, 4, 5, 9])]).toEqual([0, 0, NaN, 8, 0, NaN, 10, 1, NaN, 18, 1, 100]);
	});

	it('takes those nearest by rank where nobody has the value', () => {
		const [between, above] = jointPath(table, features, 0, [1], [4.5, 50]);
		expect([between >= 8 && between <= 10, above]).toEqual([true, 18]);
	});

	it('says what goes with a missing value, and nothing where none is missing', () => {
		const [middle, flag] = jointPath(table, features, 3, [1, 2], [NaN]);
		expect([middle >= 6 && middle <= 8, flag]).toEqual([true, 0]);
		expect([...jointPath(table, features, 0, [1], [NaN])]).toEqual([NaN]);
	});
});
