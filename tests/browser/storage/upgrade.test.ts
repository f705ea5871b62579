import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import type { Storage } from '../../../src/lib/browser/storage/port.js';
import { schemaVersion } from '../../../src/lib/browser/storage/schema.js';
import { savedBaselines } from '../../../src/lib/core/explanation/saved-baseline.js';
import { bookMark, keptTraining } from '../../../src/lib/core/project/kept-training.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { WhatIf } from '../../../src/lib/core/project/what-if.js';
import { oldDatabases, restore } from '../../fixtures/database.js';
import { aRecord } from './records.js';

it('has a database of every layout there was', () => {
	expect(oldDatabases.map(({ version }) => version)).toEqual(Array.from({ length: schemaVersion }, (_, i) => i + 1));
});

describe.each(oldDatabases)('a database of layout $version', (old) => {
	let storage: Storage;
	let name: string;
	beforeEach(async () => {
		name = `old-${crypto.randomUUID()}`;
		await restore(name, old);
		storage = await openStorage(name);
	});
	afterEach(() => {
		storage.close();
		indexedDB.deleteDatabase(name);
	});

	async function stored() {
		const project = await storage.projects.load('shop');
		if (!project) throw new Error('the project is gone');
		return project;
	}

	it('is taken to the layout of today', async () => {
		expect(storage.kind).toBe('database');
		await storage.projects.list();
		const databases = await indexedDB.databases();
		expect(databases.find((one) => one.name === name)?.version).toBe(schemaVersion * 10);
	});

	it('has its project, and models that predict what they predicted', async () => {
		const [listing] = await storage.projects.list();
		expect(listing).toMatchObject({ id: 'shop', name: 'Corner shop', customers: 30, products: 3, models: 2 });
		expect(await storage.projects.current()).toBe('shop');
		const predictor = new Predictor(await stored());
		expect(predictor.card.family).toBe('forest');
		const p = predictor.model.predict(predictor.examples);
		expect(p).toHaveLength(old.predictions.length);
		old.predictions.forEach((before, i) => expect(Math.abs(p[i] - before)).toBeLessThan(1e-6));
	});

	it('has its history, which goes on', async () => {
		const before = await storage.history.list('shop');
		expect(before).toEqual(old.tables.history.toReversed());
		await storage.history.put([aRecord('new', 'shop', '2026-02-01T00:00:00.000Z')]);
		await storage.history.remove(['r0']);
		expect((await storage.history.list()).map(({ id }) => id)).toEqual(['new', 'r2', 'r1']);
	});

	it('answers its kept predictions anew, with the values they were made of', async () => {
		const whatIf = new WhatIf(new Predictor(await stored()));
		for (const { customer, parameters, product, probability } of await storage.history.list('shop'))
			expect(whatIf.answer({ customer, values: parameters, explain: [product] }).explanations[0].probability).toBeCloseTo(probability, 6);
	});

	it('has its settings', async () => {
		expect(savedBaselines(await storage.settings.get('baselines/shop'))).toEqual(old.tables.settings[1].value);
	});

	it('keeps what came with later layouts, and takes changes', async () => {
		const project = await stored();
		await storage.projects.update({ ...project, threshold: 0.6 });
		expect((await storage.projects.load('shop'))?.threshold).toBe(0.6);
		const orders = [{ customer: project.book.customers[0], order: 'x', time: project.book.to + 5, lines: [{ product: project.book.products[0], amount: 3, quantity: 1, returned: false }], attributes: {} }];
		const sequence = await storage.journal.append('shop', orders);
		expect(await storage.journal.after('shop', sequence - 1)).toEqual([{ sequence, orders }]);
		await storage.checkpoints.put('shop', 'model/boosted', { some: 'thing' });
		expect((await storage.checkpoints.load('shop')).get('model/boosted')).toEqual({ some: 'thing' });
	});

	if (old.version >= 2)
		it('has the orders that came in and the training in the middle', async () => {
			const { book } = await stored();
			expect((await storage.journal.after('shop', 0)).map(({ orders }) => orders[0].order)).toEqual(['live-1', 'live-2']);
			const kept = keptTraining(await storage.checkpoints.load('shop'));
			expect([kept?.families, kept?.models.map(({ family }) => family), kept?.book]).toEqual([['popularity', 'forest', 'boosted'], ['popularity'], bookMark(book)]);
		});
});
