import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DemoAnswer } from '../../src/lib/core/project/cards.js';
import { readProject } from '../../src/lib/core/project/file.js';
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
	it('open the page with what the Superstore project itself answers', () => {
		const answer: DemoAnswer = JSON.parse(read('answer.json').toString());
		const predictor = new Predictor(readProject(read('superstore.likely')));
		expect(answer.prediction).toEqual(JSON.parse(JSON.stringify(predictor.predict('AA-10480'))));
		expect(answer.explanations.map((explanation) => explanation.product)).toEqual(answer.prediction.products.map((row) => row.product));
		// A model that gave up for popularity would explain nothing.
		expect(answer.explanations.slice(0, 1).every(({ impacts }) => impacts.some(({ impact }) => Math.abs(impact) > 1e-4))).toBe(true);
		expect(answer.project).toMatchObject({ id: 'demo-superstore', name: 'Superstore', customers: 793, quality: { rows: 9994 } });
	});

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
