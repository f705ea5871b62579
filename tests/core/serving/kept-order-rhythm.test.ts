import { expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../src/lib/core/data/office-shop.js';
import { buildOrderBook } from '../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { trainModels } from '../../../src/lib/core/project/train.js';
import { handleRequest } from '../../../src/lib/core/serving/handle.js';
import type { ApiSource } from '../../../src/lib/core/serving/handle.js';
import { isWhole, keptAnswers, KeptCustomers } from '../../../src/lib/core/serving/kept-answers.js';
import { checkAnswers } from '../../../src/lib/core/serving/kept-check.js';
import { handlePredict } from '../../../src/lib/core/serving/predict.js';
import { trainedShop } from '../../fixtures/trained-shop.js';

it('is kept of an order rhythm as of others, though it takes further columns', async () => {
	const shop = await trainedShop('forest', { trees: 2 });
	const book = buildOrderBook(simulateOfficeShop({ seed: 3, customers: 160 }).transactions);
	const question = defaultQuestion(book);
	const options = { renewal: { spans: 3, trees: 4, basketTrees: 8, timingTrees: 20 } };
	const { models, best } = await trainModels(book, question, { families: ['renewal'], seed: 1, threshold: 0.5, pool: inline(treeTasks), now: shop.created, options }, silent);
	const whole = new Predictor({ ...shop, book, question, models, chosen: best });
	expect(decodeModel(whole.card.model).inputs?.isNamed).toBe(true);
	const stored = checkAnswers({ ...shop, models: models.map(({ id }) => id), chosen: best }, structuredClone(whole.card), structuredClone(await keptAnswers(whole)));
	if (!stored || !isWhole(stored.kept)) throw new Error('not kept');
	const light = new KeptCustomers(stored.project, stored.kept);
	const [customer] = book.customers;
	for (const query of [`customer_id=${customer}`, `customer_id=${customer}&product=Toner&explain=1`])
		expect(handlePredict(light, new URLSearchParams(query))).toEqual(handlePredict(whole, new URLSearchParams(query)));
	const body = JSON.stringify({ orders: [{ date: '2024-06-01', lines: [{ product: 'Printers' }, { product: 'Toner' }] }] });
	const ask = (source: ApiSource) => handleRequest(source, { method: 'POST', path: '/predict', query: new URLSearchParams('product=Toner&explain=1'), body });
	const made = await ask({ predictor: () => Promise.reject(new Error('the orders were read')), strangers: async () => light.strangers });
	expect(made).toMatchObject({ status: 200 });
	expect(made).toEqual(await ask({ predictor: async () => whole, strangers: async () => undefined }));
}, 120_000);
