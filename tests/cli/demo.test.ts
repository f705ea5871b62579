import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProject } from '../../src/lib/core/project/file.js';
import type { FirstAnswer } from '../../src/lib/core/project/first-answer.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import { likely } from './run.js';

let folder: string;
beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'likely-demo-'));
	const { status, stderr } = await likely(folder, 'demo', '--out', 'demo', '--quiet');
	if (status !== 0) throw new Error(stderr);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (name: string) => readFileSync(join(folder, 'demo', name));

describe('the demos', () => {
	const answers = [
		{ demo: 'superstore', customer: 'AA-10480', name: 'Superstore', skilled: false },
		{ demo: 'office-shop', customer: 'C-0210', name: 'Office shop', skilled: true }
	];
	for (const { demo, customer, name, skilled } of answers) {
		it(`open a page with what the ${name} project itself answers`, () => {
			const answer: FirstAnswer = JSON.parse(read(`${demo}.answer.json`).toString());
			const predictor = new Predictor(readProject(read(`${demo}.likely`)));
			const { orders, ...rest } = predictor.predict(customer);
			expect(answer.prediction).toEqual(JSON.parse(JSON.stringify({ ...rest, orders: orders.slice(0, 5) })));
			expect(answer.explanations.map((explanation) => explanation.product)).toEqual(answer.prediction.products.slice(0, 5).map((row) => row.product));
			const strongest = Math.max(...answer.explanations[0].impacts.map(({ impact }) => Math.abs(impact)));
			// Superstore's customers order as if by lot: whoever calls their model skilled has too weak a yardstick.
			expect(answer.model.verdict).toBe(skilled ? 'better' : 'level');
			if (skilled) expect(strongest).toBeGreaterThan(0.2);
			else expect(strongest).toBe(0);
			expect(answer.name).toBe(name);
			expect(answer.model.id).toBe(predictor.card.id);
		});
	}

	it('are projects with every model trained', () => {
		for (const name of ['superstore', 'office-shop']) {
			const project = readProject(read(`${name}.likely`));
			expect(project.models.map((model) => model.family)).toEqual(['popularity', 'forest', 'boosted', 'neural']);
			expect(project.models.some((model) => model.id === project.chosen)).toBe(true);
		}
	});

	it('bring their data along', () => {
		expect(read('superstore.csv').toString()).toMatch(/^"Row ID","Order ID","Order Date"/);
		expect(read('office-shop.csv').toString().split('\n').length).toBeGreaterThan(10_000);
	});
});
