import { beforeAll, describe, expect, it } from 'vitest';
import { createEngine } from '../../../src/lib/browser/worker/client.js';
import type { Engine, ProjectCard } from '../../../src/lib/browser/worker/engine.js';
import { openStorage } from '../../../src/lib/browser/storage/open.js';
import { unpacked } from '../../../src/lib/core/project/portable-what-if.js';
import { readZip } from '../../../src/lib/core/project/zip.js';
import { smallCsv } from '../../fixtures/shop-csv.js';

const file = (text: string, name = 'orders.csv') => new File([text], name, { type: 'text/csv' });
const quiet = () => {};

/** The model that a service worker could answer from at once. */
async function keptFor({ id }: ProjectCard): Promise<string | undefined> {
	const storage = await openStorage();
	try {
		return (await storage.projects.answers(id))?.kept.model;
	} finally {
		storage.close();
	}
}

describe('the engine in its worker', () => {
	let engine: Engine;
	let project: ProjectCard;

	beforeAll(async () => {
		engine = createEngine(`${location.origin}/`);
		const inspection = await engine.inspect(file(smallCsv()), quiet);
		expect(inspection.missing).toEqual([]);
		const preview = await engine.preview(inspection.mapping);
		expect(preview.quality.used).toBe(preview.quality.rows);
		project = await engine.accept('Small shop');
	});

	it('makes a project of a file and keeps it', async () => {
		expect(project).toMatchObject({ name: 'Small shop', customers: 120, models: [] });
		expect((await engine.projects()).map(({ id }) => id)).toContain(project.id);
		await expect(engine.predict('C1')).rejects.toMatchObject({ code: 'project.no_model' });
	});

	it('trains forest and network, reports progress, and answers from the better one', async () => {
		const stages = new Set<string>();
		const { project: trained, failed } = await engine.train(
			{ families: ['forest', 'neural'], question: project.question, seed: 1, options: { forest: { trees: 20 } } },
			({ stage }) => stages.add(stage.split('/')[0])
		);
		expect(failed).toEqual([]);
		expect(trained.models.map(({ family }) => family)).toEqual(['popularity', 'forest', 'neural']);
		expect([...stages]).toEqual(expect.arrayContaining(['features', 'forest', 'neural']));
		await expect.poll(() => keptFor(trained), { timeout: 10_000 }).toBe(trained.chosen);
		const answer = await engine.predict('C1');
		expect(answer.products).toHaveLength(5);
		const [top] = await engine.explain('C1', 1);
		expect(top.product).toBe(answer.products[0].product);
		expect(top.probability).toBeCloseTo(answer.products[0].probability, 5);
		const { total, rows } = await engine.customers({ search: 'c1', sort: 'topProbability', descending: true, offset: 0, limit: 5 });
		expect(total).toBeGreaterThan(5);
		expect(rows).toHaveLength(5);
		expect(rows[0].topProbability).toBeGreaterThanOrEqual(rows[4].topProbability);
	});

	it('writes trees and networks for other programs, and nothing that those cannot read', async () => {
		const ids = (await engine.resume())?.models.map(({ id }) => id) ?? [];
		const [neural, forest, popularity] = ['neural', 'forest', 'popularity'].map((family) => ids.find((id) => id.startsWith(family)) ?? '');
		for (const model of [neural, forest]) {
			const onnx = new Uint8Array(await (await engine.exportModel(model, 'onnx')).arrayBuffer());
			expect(new TextDecoder().decode(onnx.subarray(0, 20))).toContain('likely');
		}
		const files = readZip(new Uint8Array(await (await engine.exportModel(neural, 'layers')).arrayBuffer()));
		const description = JSON.parse(new TextDecoder().decode(files.get('model.json'))) as { weightsManifest: { paths: string[] }[] };
		expect(description.weightsManifest[0].paths).toEqual(['weights.bin']);
		expect(files.get('weights.bin')?.length).toBeGreaterThan(1000);
		await expect(engine.exportModel(forest, 'layers')).rejects.toMatchObject({ code: 'model.no_export' });
		await expect(engine.exportModel(popularity, 'onnx')).rejects.toMatchObject({ code: 'model.no_export' });
		await expect(engine.exportModel('none', 'onnx')).rejects.toMatchObject({ code: 'model.unknown' });
	});

	it('writes a model as SQL scripts', async () => {
		const [forest] = ((await engine.resume())?.models ?? []).filter(({ family }) => family === 'forest');
		const files = readZip(new Uint8Array(await (await engine.exportModel(forest.id, 'postgres')).arrayBuffer()));
		expect([...files.keys()]).toEqual(['1-orders.sql', '2-features.sql', '3-model.sql', '4-predict.sql']);
		expect(new TextDecoder().decode(files.get('4-predict.sql'))).toContain('CREATE TABLE likely_probabilities');
	});

	it('moves what-ifs, audiences and the threshold', async () => {
		const start = await engine.whatIfStart('C1');
		expect(start.parameters.some(({ name }) => name === 'p0_purchases_last_6m')).toBe(true);
		const { explanations, before } = await engine.whatIf({ customer: 'C1', values: {} });
		for (const { product, probability } of explanations) expect(probability).toBeCloseTo(before[product], 5);
		const request = { rule: { kind: 'threshold', threshold: 0.2 }, limit: 10 } as const;
		const audience = await engine.audience(request);
		expect(audience.rows.every(({ probability }) => probability >= 0.2)).toBe(true);
		const list = await engine.audienceFile(request, 'ads');
		expect(list.text.trim().split('\n')).toHaveLength(audience.pairs + 1);
		expect(await engine.audienceMatch(request, 'google', 'US')).toMatchObject({ rows: 0, skipped: audience.customers });
		await expect(engine.measureCampaign(new File([list.text], 'list.csv'))).rejects.toMatchObject({ code: 'campaign.too_early' });
		expect((await engine.setThreshold(0.4)).threshold).toBe(0.4);
		await expect(engine.setThreshold(2)).rejects.toMatchObject({ code: 'threshold.out_of_range' });
	});

	it('writes a project file and reads it back with the same answers', async () => {
		const before = await engine.predict('C2');
		const copy = await engine.importProject(await engine.exportProject(), () => {});
		expect(copy.id).not.toBe(project.id);
		expect(await engine.predict('C2')).toEqual(before);
		await expect.poll(() => keptFor(copy), { timeout: 10_000 }).toBe(copy.chosen);
		await expect(engine.importProject(new Blob(['not a project']), () => {})).rejects.toMatchObject({ code: 'project.not_a_project' });
		expect(await engine.predict('C2')).toEqual(before);
	});

	it('sees what another tab made of its project, once', async () => {
		const other = createEngine(`${location.origin}/`);
		const { threshold = 0.7 } = (await engine.resume()) ?? {};
		await other.open((await engine.resume())?.id ?? '');
		expect(await engine.refresh()).toBeUndefined();
		await other.setThreshold(0.33);
		expect(await engine.refresh()).toMatchObject({ threshold: 0.33 });
		expect(await engine.refresh()).toBeUndefined();
		await engine.setThreshold(threshold);
		expect(await other.refresh()).toMatchObject({ threshold });
	});

	it('takes a training back, with the question and the models of before, also after a rename', async () => {
		const before = await engine.resume();
		const answer = await engine.predict('C1');
		const { project: trained } = await engine.train({ families: ['forest'], question: { ...project.question, kind: 'ever' }, seed: 2, options: { forest: { trees: 5 } } }, quiet);
		expect(trained.models.map(({ id }) => id)).not.toEqual(before?.models.map(({ id }) => id));
		await engine.rename(trained.id, 'Renamed');
		expect(await engine.takeBack()).toEqual({ ...before, name: 'Renamed' });
		expect(await engine.predict('C1')).toEqual(answer);
		expect(await engine.open(trained.id)).toEqual({ ...before, name: 'Renamed' });
	});

	it('stops training within half a second of being told', async () => {
		let told = 0;
		const running = engine.train({ families: ['forest'], question: project.question, seed: 2 }, ({ stage }) => {
			if (stage !== 'forest/trees' || told) return;
			told = performance.now();
			void engine.cancel();
		});
		await expect(running).rejects.toMatchObject({ code: 'cancelled' });
		expect(performance.now() - told).toBeLessThan(500);
		expect((await engine.predict('C2')).products).toHaveLength(5);
	});

	it('hands the page a model that answers as the worker does', async () => {
		const cards = (await engine.resume())?.models ?? [];
		await engine.choose(cards.find(({ family }) => family === 'forest')?.id ?? '');
		const material = await engine.whatIfForPage();
		if (!material) throw new Error('no model for the page');
		const inputs = await engine.whatIfInputs({ customer: 'C3' });
		const request = { customer: 'C3', values: { total_orders: 4 }, explain: material.products.slice(1, 3) };
		expect(unpacked(material).answer(inputs, request)).toEqual(await engine.whatIf(request));
	});

	it('removes a project with its named points of comparison', async () => {
		const copy = await engine.importProject(await engine.exportProject(), () => {});
		const storage = await openStorage();
		try {
			await storage.settings.set(`baselines/${copy.id}`, [{ id: 'b' }]);
			await storage.settings.set('baselines/other', [{ id: 'b' }]);
			await engine.remove(copy.id);
			expect(await storage.settings.get(`baselines/${copy.id}`)).toBeUndefined();
			expect(await storage.settings.get('baselines/other')).toEqual([{ id: 'b' }]);
		} finally {
			storage.close();
		}
	});

	it('leaves what was there when a file is no good', async () => {
		for (const [text, code] of [
			['', 'file.empty'],
			['customer,product,date\n', 'file.header_only']
		])
			await expect(engine.inspect(file(text), quiet)).rejects.toMatchObject({ code });
		expect((await engine.projects()).length).toBeGreaterThanOrEqual(2);
	});
});
