import type { PredictionRecord } from '../../../src/lib/core/history/types.js';

export function aRecord(id: string, project: string, time: string): PredictionRecord {
	return {
		id,
		time,
		project,
		customer: 'A',
		hypothetical: false,
		model: 'm-1',
		modelTime: '2024-05-01T10:00:01.000Z',
		question: 'next 30 days',
		asOf: '2022-01-15',
		product: 'ink',
		probability: 0.8,
		threshold: 0.7,
		shown: true,
		confidence: 0.8,
		parameters: { total_orders: 2, region: 'West' },
		explanation: { product: 'ink', baseline: 0.5, probability: 0.8, impacts: [], standardError: 0 },
		ruleImpacts: [{ parameter: 'total_orders', value: 10, baseline: 5, impact: 0.75, direction: 'positive' }],
		note: '',
		tags: []
	};
}
