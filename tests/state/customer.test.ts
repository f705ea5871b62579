import { describe, expect, it, vi } from 'vitest';
import { LikelyError } from '../../src/lib/core/errors.js';
import type { CustomerPrediction, ProductLikeness } from '../../src/lib/core/project/cards.js';
import { CustomerState } from '../../src/lib/state/customer.svelte.js';
import type { Engine } from '../../src/lib/state/engine.js';
import { explanationOf, fakeEngine, model } from '../ui/fake-engine.js';

const prediction = (family: string): CustomerPrediction => ({
	customer: 'C1',
	asOf: 19_700,
	question: model.question,
	model: family,
	threshold: 0.7,
	level: 0.9,
	unlike: [],
	products: [
		{ product: 'Ink', probability: 0.4, average: 0.3, ad: false, interval: { low: 0.3, high: 0.5 } },
		{ product: 'Paper', probability: 0.2, average: 0.25, ad: false, interval: { low: 0.1, high: 0.3 } }
	],
	parameters: {},
	orders: []
});
const likeness: ProductLikeness = { product: 'Ink', customers: 100, bought: 40, everyone: 0.3, had: true, items: [{ product: 'Paper', share: 0.35 }] };

async function loaded(family: string, engine: Partial<Engine>): Promise<CustomerState> {
	const customer = new CustomerState(async () => fakeEngine({ predict: async () => prediction(family), ...engine }));
	await customer.load('C1');
	return customer;
}

describe('a customer’s answer', () => {
	it('comes with impacts, and asks nobody who is alike where the model compares nobody', async () => {
		const ask = vi.fn(async () => [likeness]);
		const customer = await loaded('forest', { explain: async () => [explanationOf('Ink', 0.4)], likeness: ask });
		expect(customer.explanation('Ink')?.impacts).toHaveLength(3);
		expect(ask).not.toHaveBeenCalled();
	});

	it('comes with customers like this one beside the impacts where the model compares them', async () => {
		const customer = await loaded('neighbours', { explain: async () => [explanationOf('Ink', 0.4)], likeness: async () => [likeness] });
		expect(customer.failure).toBeUndefined();
		expect(customer.likeness('Ink')).toEqual(likeness);
		expect(customer.likeness('Paper')).toBeUndefined();
		expect(customer.explanation('Ink')?.impacts).toHaveLength(3);
	});

	it('says what went wrong otherwise', async () => {
		const customer = await loaded('forest', { explain: () => Promise.reject(new LikelyError('worker.failed', { message: 'x' })) });
		expect(customer.failure?.code).toBe('worker.failed');
		expect(customer.prediction).toBeUndefined();
	});
});
