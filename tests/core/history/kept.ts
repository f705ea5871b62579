import type { RecordFacts } from '../../../src/lib/core/history/record.js';
import { createRecord } from '../../../src/lib/core/history/record.js';
import type { PredictionRecord } from '../../../src/lib/core/history/types.js';

/** A kept prediction with some facts changed. */
export function kept(facts: Partial<RecordFacts> & { product?: string; probability?: number } = {}): PredictionRecord {
	const { product = 'Paper', probability = 0.8, ...rest } = facts;
	return createRecord({
		id: 'a1',
		time: '2024-03-05T10:00:00.000Z',
		project: 'shop',
		customer: 'AA-1',
		hypothetical: false,
		model: 'forest-1',
		modelTime: '2024-03-01T00:00:00.000Z',
		question: 'What will AA-1 buy within 30 days?',
		asked: { kind: 'next', horizon: 30, asOf: 19700, snapshots: 3 },
		asOf: '2024-01-11',
		threshold: 0.7,
		parameters: { total_orders: 9, region: 'West', mean_gap_days: NaN },
		explanation: {
			product,
			baseline: 0.5,
			probability,
			standardError: 0,
			impacts: [
				{ parameter: 'total_orders', value: 9, baseline: 4, impact: 0.35, direction: 'positive' },
				{ parameter: 'region', value: 'West', baseline: 'East', impact: -0.05, direction: 'negative' }
			]
		},
		ruleImpacts: [{ parameter: 'total_orders', value: 9, baseline: 5, impact: 0.6, direction: 'positive' }],
		...rest
	});
}
