import type { Project } from '../../../src/lib/core/project/types.js';

/** A small project with every kind of field: NaN amounts, an attribute, a model that nobody needs to train. */
export function aProject(): Project {
	return {
		id: 'p-1',
		name: 'Corner shop · ≥ 1 €',
		created: '2024-05-01T10:00:00.000Z',
		mapping: { columns: { customer: 'Customer', product: 'Item', date: 'Day' }, attributes: ['Segment'], dateOrder: 'dmy', decimalMark: ',' },
		quality: {
			rows: 5,
			used: 4,
			rejections: [{ code: 'row.no_customer', count: 1, examples: [{ line: 3, value: '' }] }],
			customers: 2,
			orders: 3,
			products: 2,
			returned: 1,
			from: 19000,
			to: 19010
		},
		book: {
			customers: ['A', 'B'],
			products: ['ink', 'paper'],
			orderIds: ['1', '2', '3'],
			customerOrders: Int32Array.of(0, 2, 3),
			orderTime: Float64Array.of(19000, 19010.25, 19005),
			orderLines: Int32Array.of(0, 1, 3, 4),
			lineProduct: Int32Array.of(0, 0, 1, 1),
			lineAmount: Float64Array.of(1.5, NaN, -0, 2),
			lineQuantity: Float64Array.of(1, 1, 2, 1),
			lineReturned: Uint8Array.of(0, 1, 0, 0),
			attributes: [{ name: 'Segment', values: ['home'], ofOrder: Int32Array.of(0, -1, 0) }],
			from: 19000,
			to: 19010
		},
		question: { kind: 'next', horizon: 3, asOf: 19008, snapshots: 1 },
		seed: 1,
		threshold: 0.7,
		models: [
			{
				id: 'm-1',
				time: '2024-05-01T10:00:01.000Z',
				family: 'popularity',
				seed: 1,
				question: { kind: 'next', horizon: 3, asOf: 19008, snapshots: 1 },
				options: { alpha: 0.5, $array: 'a word' },
				split: { train: 1, validation: 0, test: 1 },
				seconds: { train: 0.1, predict: 0.01 },
				facts: { backend: 'none', trees: 0 },
				curve: [{ train: 0.5, validation: Infinity }],
				validationLogLoss: 0.4,
				report: {
					rows: 1,
					products: 2,
					base_rate: 0.25,
					metrics: {
						auc_macro: NaN,
						auc_micro: 0.5,
						ap_macro: NaN,
						ap_micro: 0.5,
						log_loss: 0.5,
						skill: 0,
						skill_low: 0,
						skill_high: 0,
						brier: 0.2,
						ece: 0.01,
						lift10: 1,
						'recall@10': 1,
						'ndcg@10': 1,
						'phr@10': 1,
						above_threshold: 0,
						precision_above_threshold: NaN
					},
					perProduct: [{ product: 'ink', positives: 1, asked: 1, base_rate: 1, auc: NaN, ap: 1, log_loss: 0.1, skill: 0 }],
					reliability: [{ pairs: 2, predicted: 0.3, observed: 0.5, low: 0.1, high: 0.9 }],
					thresholds: [
						{ threshold: 0.7, pairs: 0, customers: 0, precision: NaN, precision_low: 0, precision_high: 1, recall: 0 }
					]
				},
				verdict: 'level',
				model: {
					family: 'popularity',
					version: 1,
					features: { customer: [], product: [] },
					products: ['ink', 'paper'],
					meta: { note: 'none' },
					buffers: { rate: Float32Array.of(0.5, 0.25) }
				}
			}
		],
		chosen: 'm-1'
	};
}
