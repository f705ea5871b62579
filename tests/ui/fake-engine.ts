import { LikelyError } from '../../src/lib/core/errors.js';
import type { Report as Evaluation } from '../../src/lib/core/evaluation/types.js';
import type { Explanation } from '../../src/lib/core/explanation/types.js';
import type { FeatureDefinition } from '../../src/lib/core/features/types.js';
import type { CustomerQuery, CustomerRow, ModelCard, OrderEdit, OrderSheet, ProjectCard, WhatIfAnswer, WhatIfRequest } from '../../src/lib/core/project/cards.js';
import type { Engine } from '../../src/lib/state/engine.js';

const feature = (name: string, unit: string, scope: FeatureDefinition['scope'] = 'customer'): FeatureDefinition => ({
	name,
	scope,
	kind: 'number',
	unit,
	meaning: `${name}.`,
	source: 'orders'
});

export const features = {
	customer: [feature('total_orders', 'orders'), feature('return_rate', 'share')],
	product: [feature('purchases_last_6m', 'orders', 'product')]
};

export const evaluation: Evaluation = {
	rows: 40,
	products: 2,
	base_rate: 0.25,
	metrics: {
		auc_macro: 0.6,
		auc_micro: 0.7,
		ap_macro: 0.3,
		ap_micro: 0.4,
		log_loss: 0.5,
		skill: 0.02,
		skill_low: 0.01,
		skill_high: 0.03,
		brier: 0.2,
		ece: 0.01,
		lift10: 2,
		'recall@10': 1,
		'ndcg@10': 0.8,
		'phr@10': 1,
		above_threshold: 4,
		precision_above_threshold: 0.75
	},
	perProduct: [
		{ product: 'Ink', positives: 20, asked: 40, base_rate: 0.5, auc: 0.61, ap: 0.55, log_loss: 0.6, skill: 0.05 },
		{ product: 'Paper', positives: 12, asked: 40, base_rate: 0.3, auc: 0.52, ap: 0.31, log_loss: 0.55, skill: -0.02 }
	],
	reliability: [
		{ pairs: 40, predicted: 0.1, observed: 0.12, low: 0.05, high: 0.25 },
		{ pairs: 40, predicted: 0.42, observed: 0.4, low: 0.26, high: 0.55 }
	],
	thresholds: [
		{ threshold: 0.2, pairs: 60, customers: 40, precision: 0.3, precision_low: 0.2, precision_high: 0.42, recall: 0.9 },
		{ threshold: 0.5, pairs: 10, customers: 9, precision: 0.6, precision_low: 0.31, precision_high: 0.83, recall: 0.3 }
	]
};

export const model: ModelCard = {
	id: 'm1',
	time: '2024-05-01T10:00:00Z',
	family: 'forest',
	seed: 1,
	question: { kind: 'next', horizon: 90, asOf: 19_700, snapshots: 3 },
	options: { trees: 100 },
	split: { train: 120, validation: 40, test: 40 },
	seconds: { train: 1.5, predict: 0.1 },
	facts: { trees: 100 },
	curve: [],
	validationLogLoss: 0.51,
	report: evaluation,
	verdict: 'better'
};

export const project: ProjectCard = {
	id: 'p1',
	name: 'Test shop',
	created: '2024-05-01T09:00:00Z',
	mapping: { columns: { customer: 'c', product: 'p' }, attributes: [], dateOrder: 'ymd', decimalMark: '.' },
	quality: { rows: 900, used: 880, rejections: [], customers: 200, orders: 400, products: 2, returned: 0, from: 19_000, to: 19_790 },
	question: model.question,
	seed: 1,
	threshold: 0.7,
	customers: 200,
	products: ['Ink', 'Paper'],
	features,
	models: [model],
	chosen: 'm1'
};

export function customerRow(index: number): CustomerRow {
	return { id: `C${index}`, orders: index, spent: index * 10, lastOrder: 19_700, topProduct: 'Ink', topProbability: 0.5, ads: 0 };
}

/** An explanation whose impacts add up. */
export function explanationOf(product: string, probability: number, baseline = 0.3): Explanation {
	const rest = probability - baseline;
	return {
		product,
		baseline,
		probability,
		standardError: 0,
		impacts: [
			{ parameter: 'total_orders', value: 7, baseline: 5, impact: rest + 0.05, direction: 'positive' },
			{ parameter: 'return_rate', value: 0.2, baseline: 0, impact: -0.05, direction: 'negative' },
			{ parameter: `${product.toLowerCase()}_purchases_last_6m`, value: 0, baseline: 0, impact: 0, direction: 'neutral' }
		]
	};
}

/** Seven orders, one more with each that is added, one less with each that is taken out. */
function ordersOf(facts: readonly OrderEdit[] = []): number {
	return facts.reduce((n, { kind }) => n + (kind === 'add-order' ? 1 : kind === 'remove-order' ? -1 : 0), 7);
}

/** One order of the data, and those that were added. */
export function orderSheet(customer: string | undefined, facts: readonly OrderEdit[]): OrderSheet {
	const line = { product: 0, name: 'Ink', amount: 20, quantity: 1, returned: false, removed: false, changed: false };
	const taken = facts.some(({ kind }) => kind === 'remove-order');
	const own = { order: 4, id: 'O-4', time: 19_780, moved: false, removed: taken, amount: 20, lines: [{ ...line, line: 9, removed: taken }] };
	const added = facts.flatMap((edit, position) =>
		edit.kind === 'add-order'
			? [{ order: -1, edit: position, id: '', time: edit.time, moved: false, removed: false, amount: edit.lines[0].amount, lines: edit.lines.map((l) => ({ ...line, ...l, line: -1, name: project.products[l.product] })) }]
			: []
	);
	return {
		customer,
		orders: [...added, ...(customer === undefined ? [] : [own])],
		attributes: [],
		products: project.products.map((name, product) => ({ product, name, amount: 30, quantity: 1 })),
		from: 19_000,
		to: 19_790
	};
}

export function whatIfAnswer(request: WhatIfRequest): WhatIfAnswer {
	const orders = Number(request.values.total_orders ?? ordersOf(request.facts));
	const ink = Math.min(0.99, 0.05 * orders);
	return {
		explanations: [explanationOf('Ink', ink), explanationOf('Paper', 0.2)].filter((e) => request.explain?.includes(e.product) ?? true),
		after: { Ink: ink, Paper: 0.2 },
		rules: { Ink: [{ parameter: 'total_orders', value: orders, baseline: 5, impact: (orders - 5) * 0.15, direction: 'positive' }], Paper: [] },
		before: { Ink: 0.35, Paper: 0.2 },
		intervals: { Ink: { low: Math.max(0, ink - 0.1), high: Math.min(1, ink + 0.1) }, Paper: { low: 0.1, high: 0.3 } },
		level: 0.9,
		unlike: []
	};
}

/** An engine of `total` customers that answers at once; what a test does not expect to be called throws. */
export function fakeEngine(overrides: Partial<Engine> = {}, total = 200): Engine {
	const never = (name: string) => () => Promise.reject(new LikelyError('unexpected', { message: name }));
	const answers: Partial<Engine> = {
		resume: async () => project,
		projects: async () => [],
		customers: async (query: CustomerQuery) => ({
			total,
			rows: Array.from({ length: Math.max(0, Math.min(query.limit, total - query.offset)) }, (_, i) => customerRow(query.offset + i))
		}),
		whatIfStart: async (customer, given) => ({
			customer,
			products: project.products,
			parameters: [
				{ name: 'total_orders', feature: features.customer[0], value: ordersOf(given?.facts), baseline: 5, low: 0, high: 20, step: 1 },
				{ name: 'return_rate', feature: features.customer[1], value: 0.2, baseline: 0, low: 0, high: 1, step: 0.01 }
			]
		}),
		whatIf: async (request) => whatIfAnswer(request),
		whatIfInputs: async () => ({ current: [], baseline: [], before: {} }),
		whatIfForPage: async () => undefined,
		rankingModes: async () => ['past-only'],
		orderSheet: async (customer, facts) => orderSheet(customer, facts),
		...overrides
	};
	return new Proxy(answers as Engine, {
		get: (known, name: string) => (name === 'then' ? undefined : (known[name as keyof Engine] ?? never(name)))
	});
}
