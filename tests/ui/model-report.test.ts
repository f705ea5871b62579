import { describe, expect, it, vi } from 'vitest';
import { render } from 'vitest-browser-svelte';
import type { ReferenceRow } from '../../src/lib/core/evaluation/types.js';
import type { ProductLikeness } from '../../src/lib/core/project/cards.js';
import Alike from '../../src/lib/ui/customer/Alike.svelte';
import BlendWeights from '../../src/lib/ui/model/BlendWeights.svelte';
import { familiesFor, leftOut } from '../../src/lib/ui/model/families.js';
import RankingTable from '../../src/lib/ui/model/RankingTable.svelte';
import { alikeSentence } from '../../src/lib/ui/words/alike.js';
import { blendSentence } from '../../src/lib/ui/words/blend.js';
import { families } from '../../src/lib/core/models/families.js';
import { modelFacts, modelSettings } from '../../src/lib/ui/words/model-facts.js';
import { model, project } from './fake-engine.js';

const references: ReferenceRow[] = [
	{ name: 'GP-TopFreq', parameters: {}, skipped: false, 'recall@10': 0.5, 'ndcg@10': 0.9, 'phr@10': 0.7 },
	{ name: 'UP-CF@r', parameters: { recent: 1000, locality: 5 }, skipped: false, 'recall@10': 0.6, 'ndcg@10': 0.3, 'phr@10': 0.8 },
	{ name: 'TIFU-KNN', parameters: {}, skipped: true, 'recall@10': NaN, 'ndcg@10': NaN, 'phr@10': NaN }
];

describe('the table of rankings', () => {
	it('shows the model beside every method, a sentence each, the best of a column bold, and what was left out', async () => {
		const screen = await render(RankingTable, { model, references });
		const rows = screen.container.querySelectorAll('tbody tr');
		expect(rows).toHaveLength(4);
		expect([...rows[0].querySelectorAll('td')].map((cell) => cell.textContent)).toEqual(['100.0%', '80.0%', '100.0%']);
		expect([...screen.container.querySelectorAll('.best')].map((cell) => cell.textContent)).toEqual(['100.0%', '100.0%', '90.0%']);
		await expect.element(screen.getByText('Chosen: latest orders all, locality 5.')).toBeVisible();
		await expect.element(screen.getByText(/Left out: with so many/)).toBeVisible();
		expect(screen.container.textContent).not.toMatch(/NaN|undefined/);
	});

	it('is saved with the numbers in full, without what was left out', async () => {
		const made: Blob[] = [];
		vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => (made.push(blob as Blob), 'blob:none'));
		vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
		const screen = await render(RankingTable, { model, references });
		await screen.getByRole('button', { name: /^Save as CSV.*Ranking of ten products/ }).click();
		vi.restoreAllMocks();
		expect((await made[0].text()).split('\r\n')).toEqual(['Method,Recall,NDCG,With a hit', 'Random forest,1,0.8,1', 'GP-TopFreq,0.5,0.9,0.7', 'UP-CF@r,0.6,0.3,0.8', '']);
	});
});

describe('a blend', () => {
	const blend = { ...model, family: 'blend' as const, facts: { mean_of: 'log-odds', weight_of_forest: 0.3, weight_of_neural: 0.7 } };

	it('says its weights, the greatest first', async () => {
		const screen = await render(BlendWeights, { model: blend });
		expect([...screen.container.querySelectorAll('li')].map((item) => item.textContent?.replace(/\s+/g, ' ').trim())).toEqual(['Neural network 70%', 'Random forest 30%']);
		expect(blendSentence(blend)).toMatch(/weighted mean of the log-odds/);
		expect(blendSentence({ ...blend, facts: { mean_of: 'one model', weight_of_forest: 1, weight_of_neural: 0 } })).toMatch(/that one answers: Random forest/);
	});
});

describe('the facts of a model', () => {
	const texts = (facts: (typeof model)['facts'], family: (typeof model)['family'] = 'boosted') => modelFacts({ ...model, family, facts }).map((pair) => pair.join(': '));

	it('are told so that a stranger knows of what they are', () => {
		expect(texts({ trees: 654, fewest: 25, most: 69, calibration: 'platt' })).toEqual([
			'Trees, all products together: 654',
			'Trees of the product that has the fewest: 25',
			'Trees of the product that has the most: 69',
			'How scores become probabilities: Along an S-shaped curve (Platt scaling)'
		]);
		expect(texts({ trees: 100 }, 'forest')).toEqual(['Trees: 100']);
		expect(texts({ mean_of: 'log-odds', weight_of_forest: 0.405, weight_of_boosted: 0.305, weight_of_neural: 0.29 }, 'blend')).toEqual(['What is averaged: Log-odds', 'Weight of Random forest: 41%', 'Weight of Boosted trees: 30%', 'Weight of Neural network: 29%']);
		expect(texts({ something_new: 2 })).toEqual(['Something new: 2']);
	});

	it('have a name for every fact and setting that a training of any family writes', () => {
		for (const family of families.values()) for (const [label] of modelSettings({ ...model, options: { ...family.defaults } })) expect(label, family.name).toMatch(/ /);
		expect(modelSettings({ ...model, options: { minLeaf: 0, dropout: 0.2, hidden: [64, 32], schedule: 'plateau' } }).map(([, value]) => value)).toEqual(['automatic', '20%', '64, 32', 'when it no longer improves']);
	});
});

describe('customers like this one', () => {
	const likeness: ProductLikeness = { product: 'Ink', customers: 40, bought: 10, everyone: 0.1, had: true, items: [{ product: 'Ink', share: 0.4 }, { product: 'Paper', share: 0.2 }] };

	it('are told in counts, with the customer’s own products that speak for it', async () => {
		const screen = await render(Alike, { likeness, question: model.question });
		await expect.element(screen.getByText('Of the 40 customers whose orders are most like theirs, 10 bought Ink within 90 days: 25.0%. Of all customers, 10.0% did.')).toBeVisible();
		expect([...screen.container.querySelectorAll('li')].map((item) => item.textContent?.trim())).toEqual(['Ink, bought before40.0%', 'Paper20.0%']);
	});

	it('are owners where that is asked, and may be nobody', () => {
		expect(alikeSentence(likeness, { kind: 'ever' })).toBe('Of the 40 customers whose orders are most like theirs, 10 own Ink: 25.0%. Of all customers, 10.0% do.');
		expect(alikeSentence({ ...likeness, bought: 0 }, { kind: 'next-order' })).toMatch(/none bought Ink in the next order: 0\.0%/);
		expect(alikeSentence({ ...likeness, customers: 0, bought: 0 }, model.question)).toMatch(/nobody to compare with/);
	});
});

describe('the choice of families', () => {
	it('tries all that there is, and says what thousands of products leave out', () => {
		expect(familiesFor('auto', project, model.question)).toEqual(['popularity', 'forest', 'boosted', 'renewal', 'neighbours', 'neural', 'transformer', 'blend']);
		expect(familiesFor('neighbours', project, model.question)).toEqual(['popularity', 'neighbours']);
		expect(leftOut(project, model.question)).toBeUndefined();
		const large = { ...project, products: Array.from({ length: 4000 }, (_, p) => `P${p}`), quality: { ...project.quality, customers: 2000 } };
		expect(familiesFor('auto', large, model.question)).not.toContain('boosted');
		expect(leftOut(large, model.question)).toMatch(/^Leaves out: Boosted trees and Order rhythm\. With 4,000 products/);
	});
});
