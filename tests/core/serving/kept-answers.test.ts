import { beforeAll, describe, expect, it } from 'vitest';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import type { Project } from '../../../src/lib/core/project/types.js';
import { isWhole, keptAnswers, KeptCustomers } from '../../../src/lib/core/serving/kept-answers.js';
import { handleRequest } from '../../../src/lib/core/serving/handle.js';
import type { ApiSource } from '../../../src/lib/core/serving/handle.js';
import { keptStrangers } from '../../../src/lib/core/serving/kept-strangers.js';
import { checkAnswers } from '../../../src/lib/core/serving/kept-check.js';
import { handlePredict } from '../../../src/lib/core/serving/predict.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

let shop: Project;
let predictor: Predictor;
beforeAll(async () => {
	shop = await trainedShop();
	predictor = new Predictor(shop);
});

async function shopWith(named: string): Promise<Project> {
	if (named === 'forest') return shop;
	if (named === 'popularity') return { ...shop, chosen: shop.models[0].id };
	if (named === 'boosted') return trainedShop('boosted', { trees: 10 });
	const question = { kind: 'ever' } as const;
	const training = { families: ['forest'] as const, seed: 1, threshold: 0.5, pool: inline(treeTasks), now: shop.created, options: { forest: { trees: 5 } } };
	const { models, best } = await trainModels(shop.book, question, training, silent);
	return { ...shop, question, models, chosen: best };
}

describe('what is kept to answer without the orders', () => {
	const asked = ['customer_id=C7', 'customer_id=C31&explain=1', 'customer_id=C2&product=P3&explain=1', 'customer_id=C2&threshold=0.1', 'customer_id=Nobody', 'customer_id=C2&product=Nothing'];

	it.each(['forest', 'boosted', 'popularity', 'forest of ever'])('answers as the whole project does, to the bit: %s', async (named) => {
		const shop = await shopWith(named);
		const whole = new Predictor(shop);
		const kept = await keptAnswers(whole);
		const stored = checkAnswers({ ...shop, models: shop.models.map(({ id }) => id) }, structuredClone(whole.card), structuredClone(kept));
		if (!stored || !isWhole(stored.kept)) throw new Error('not kept');
		const light = new KeptCustomers(stored.project, stored.kept);
		for (const query of asked) expect([query, handlePredict(light, new URLSearchParams(query))]).toEqual([query, handlePredict(whole, new URLSearchParams(query))]);
	});

	const made: readonly (readonly [string, unknown])[] = [
		['', {}],
		['?explain=1', { orders: [{ date: '2013-01-20', lines: [{ product: 'P1' }, { product: 'P2', returned: true }] }], attributes: { region: 'North' } }],
		['?product=P3&threshold=0.1', { orders: [{ date: '2012-11-02', lines: [{ product: 'P1', amount: 900, quantity: 2 }] }], parameters: { total_orders: 40 } }],
		['', { orders: [{ date: '2033-01-01', lines: [{ product: 'P1' }] }] }],
		['', { orders: [{ date: '2013-01-01', lines: [{ product: 'Pears' }] }] }],
		['', { parameters: { shoe_size: 44 } }],
		['', { attributes: { region: 'Moon' } }]
	];
	const asking = (source: ApiSource) => Promise.all(made.map(([query, body]) => handleRequest(source, { method: 'POST', path: '/predict', query: new URLSearchParams(query), body: JSON.stringify(body) })));

	it.each(['forest', 'boosted', 'forest of ever'])('answers about somebody made up as the whole project does, to the bit, without the orders: %s', async (named) => {
		const shop = await shopWith(named);
		const whole = new Predictor(shop);
		const stored = checkAnswers({ ...shop, models: shop.models.map(({ id }) => id) }, structuredClone(whole.card), structuredClone(await keptAnswers(whole)));
		if (!stored || !isWhole(stored.kept)) throw new Error('not kept');
		const light = new KeptCustomers(stored.project, stored.kept);
		expect(light.strangers).toBeDefined();
		const answers = await asking({ predictor: () => Promise.reject(new Error('the orders were read')), strangers: async () => light.strangers });
		expect(answers).toEqual(await asking({ predictor: async () => whole }));
		expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 400, 404, 400, 400]);
	});

	it('asks the orders about a customer of the data, and about the next order, whose moment is not known before', async () => {
		const strangers = () => Promise.reject(new Error('not for a customer'));
		const body = JSON.stringify({ customer_id: 'C7' });
		expect(await handleRequest({ predictor: async () => predictor, strangers }, { method: 'POST', path: '/predict', query: new URLSearchParams(), body })).toMatchObject({ status: 200 });
		expect(keptStrangers(new Predictor({ ...shop, models: [{ ...predictor.card, question: { kind: 'next-order' } }], chosen: undefined }))).toBeUndefined();
	});

	it('is refused where it does not fit its model', async () => {
		const kept = await keptAnswers(predictor);
		const head = { ...predictor.project, models: [predictor.card.id] };
		expect(checkAnswers(head, predictor.card, kept)).toBeDefined();
		for (const change of [{ model: 'other' }, { x: new Float32Array(3) }, { averages: new Float64Array(1) }, { customers: ['C1'] }, { start: [0] }, { strangers: {} }, { strangers: isWhole(kept) && { ...kept.strangers, usual: [] } }])
			expect([change, checkAnswers(head, predictor.card, { ...kept, ...change })]).toEqual([change, undefined]);
		expect(checkAnswers({ ...head, threshold: 'high' }, predictor.card, kept)).toBeUndefined();
	});

	it('is the averages alone for a model that answers from whole histories', async () => {
		const shop = await trainedShop('neighbours');
		const neighbours = new Predictor({ ...shop, chosen: shop.models.find(({ family }) => family === 'neighbours')?.id });
		const kept = await keptAnswers(neighbours);
		expect(kept).toEqual({ model: neighbours.card.id, averages: neighbours.averages() });
		const head = { ...neighbours.project, models: [neighbours.card.id] };
		expect(checkAnswers(head, neighbours.card, structuredClone(kept))?.kept).toEqual(kept);
		expect(checkAnswers(head, neighbours.card, { ...kept, averages: new Float64Array(1) })).toBeUndefined();
		expect(checkAnswers(head, neighbours.card, { ...kept, model: 'other' })).toBeUndefined();
	});
});
