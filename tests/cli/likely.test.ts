import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readProject } from '../../src/lib/core/project/file.js';
import { Predictor } from '../../src/lib/core/project/predictor.js';
import { predictionAnswer } from '../../src/lib/core/serving/prediction.js';
import type { HeldOutImportance } from '../../src/lib/core/project/held-out-importance.js';
import type { PredictionAnswer } from '../../src/lib/core/serving/prediction.js';
import { smallCsv } from '../fixtures/shop-csv.js';
import { likely, start } from './run.js';

const quick = ['--set', 'forest.trees=10'];
let folder: string;
const run = (...args: string[]) => likely(folder, ...args);
const at = (name: string) => join(folder, name);

beforeAll(async () => {
	folder = mkdtempSync(join(tmpdir(), 'likely-'));
	writeFileSync(at('orders.csv'), smallCsv());
	writeFileSync(at('orders.csv.gz'), gzipSync(smallCsv()));
	// The first call bundles the sources.
	await run('--help');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('likely evaluate', () => {
	it('prints one JSON object with every figure, and progress elsewhere', async () => {
		const { status, stdout, stderr } = await run('evaluate', 'orders.csv', '--models', 'popularity,forest', '--json', ...quick);
		expect(status).toBe(0);
		expect(stdout.trim().split('\n')).toHaveLength(1);
		expect(stderr).toContain('forest: trees');
		const { data, question, split, models } = JSON.parse(stdout);
		expect(data).toMatchObject({ rows: data.used + data.rejected, customers: 120, products: 5, to: '2013-10-21' });
		expect(data.from).toMatch(/^2011-01-/);
		expect(question).toMatchObject({ kind: 'next', horizon_days: 30, as_of: '2013-09-22' });
		expect(split.train + split.validation + split.test).toBe(120);
		expect(Object.keys(models)).toEqual(['popularity', 'forest']);
		const figures = 'train_s,predict_s,auc_macro,auc_micro,ap_macro,ap_micro,log_loss,skill,skill_low,skill_high,brier,ece,lift10,recall@10,ndcg@10,phr@10,above_threshold,precision_above_threshold';
		expect(Object.keys(models.forest)).toEqual(expect.arrayContaining(figures.split(',')));
		expect(models.forest.skill).toBeGreaterThan(0.05);
		expect(models.popularity.skill).toBeCloseTo(0, 10);
	});

	it('gives the same figures for the same seed, packed or not, and others for another seed', async () => {
		const figures = async (file: string, seed: string) => {
			const { stdout } = await run('evaluate', file, '--models', 'forest', '--seed', seed, '--json', '--quiet', ...quick);
			const { train_s: _train, predict_s: _predict, ...rest } = JSON.parse(stdout).models.forest;
			return [_train, _predict].every((seconds) => seconds >= 0) && rest;
		};
		const [a, b, c] = await Promise.all([figures('orders.csv', '1'), figures('orders.csv.gz', '1'), figures('orders.csv', '2')]);
		expect(a).toEqual(b);
		expect(a).not.toEqual(c);
	});

	it('asks what it is told to ask', async () => {
		const options = ['--models', 'popularity', '--as-of', '2013-05-01', '--horizon', '60', '--product-column', 'region', '--json'];
		const { stdout } = await run('evaluate', 'orders.csv', ...options);
		const { data, question } = JSON.parse(stdout);
		expect(question).toMatchObject({ kind: 'next', horizon_days: 60, as_of: '2013-05-01' });
		expect(data).toMatchObject({ products: 3, columns: { product: 'Region' } });
		const next = await run('evaluate', 'orders.csv', '--models', 'popularity', '--question', 'next-order', '--json');
		expect(JSON.parse(next.stdout).question).toEqual({ kind: 'next-order' });
	});

	it('takes the returns from a second file', async () => {
		const [first, second] = smallCsv().split('\n').slice(1, 3);
		writeFileSync(at('plain.csv'), smallCsv().replaceAll(',Yes\n', ',No\n').replaceAll(/,(Returned|No)\n/g, '\n'));
		writeFileSync(at('returns.csv'), `Order ID,Returned\n${first.split(',')[0]},Yes\n${second.split(',')[0]},Yes\n`);
		const without = await run('train', 'plain.csv', '--model', 'popularity', '--out', 'a.likely');
		const with_ = await run('train', 'plain.csv', '--returns', 'returns.csv', '--model', 'popularity', '--out', 'b.likely');
		expect([without.status, with_.status]).toEqual([0, 0]);
		expect(readProject(readFileSync(at('a.likely'))).quality.returned).toBe(0);
		expect(readProject(readFileSync(at('b.likely'))).quality.returned).toBeGreaterThan(0);
	});
});

describe('a trained project', () => {
	let answer: PredictionAnswer;
	beforeAll(async () => {
		const trained = await run('train', 'orders.csv', '--model', 'forest', '--out', 'shop.likely', '--threshold', '.5', '--json', ...quick);
		expect(JSON.parse(trained.stdout)).toMatchObject({ out: 'shop.likely', chosen: 'forest', data: { customers: 120 } });
		const { status, stdout } = await run('predict', 'shop.likely', '--customer', 'C7', '--json');
		expect(status).toBe(0);
		answer = JSON.parse(stdout);
	});

	it('predicts with probabilities, ads and impacts, as the page would from the same file', () => {
		const predictor = new Predictor(readProject(readFileSync(at('shop.likely'))));
		expect(answer).toEqual(JSON.parse(JSON.stringify(predictionAnswer(predictor, 'C7', { explain: true }))));
		expect(answer).toMatchObject({ customer_id: 'C7', model: 'forest', threshold: 0.5 });
		expect(answer.products).toHaveLength(5);
		expect(answer.products[0].impacts?.length).toBeGreaterThan(3);
	});

	it('takes another threshold, one product, and prints a table for people', async () => {
		const { stdout } = await run('predict', 'shop.likely', '--customer', 'C7', '--threshold', '0', '--product', 'P1', '--json');
		expect(JSON.parse(stdout)).toMatchObject({ threshold: 0, ads: ['P1'], products: [{ product: 'P1', ad: true }] });
		const readable = await run('predict', 'shop.likely', '--customer', 'C7');
		expect(readable.stdout).toMatch(/^C7 as of 2013-10-22, forest, ads from 50\.0 %/);
		expect(readable.stdout.trim().split('\n')).toHaveLength(8);
	});

	it('says how much parameters matter for a product, by permutation, gain and TreeSHAP', async () => {
		const { status, stdout } = await run('importance', 'shop.likely', '--product', 'P1', '--json');
		expect(status).toBe(0);
		const { product, customers, unit, parameters }: HeldOutImportance = JSON.parse(stdout);
		expect({ product, customers, unit }).toEqual({ product: 'P1', customers: 24, unit: 'probability' });
		expect(parameters.map(({ parameter }) => parameter)).toEqual(expect.arrayContaining(['total_orders', 'p1_purchases_last_6m']));
		expect(parameters.reduce((sum, { gain = NaN }) => sum + gain, 0)).toBeCloseTo(1, 6);
		expect(parameters.every(({ shap = NaN, deviation }) => shap >= 0 && deviation >= 0)).toBe(true);
		const most = parameters.reduce((a, b) => ((a.shap ?? 0) > (b.shap ?? 0) ? a : b));
		expect(most.gain).toBeGreaterThan(1 / parameters.length);
		const readable = await run('importance', 'shop.likely', '--product', 'P1');
		expect(readable.stdout).toMatch(/^P1, 24 test customers\n\nparameter +log loss rises by +share of the gain +mean \|SHAP\|, probability\n/);
		expect((await run('importance', 'shop.likely', '--product', 'Nothing')).status).toBe(1);
	});

	it('ranks every customer', async () => {
		const { status } = await run('rank', 'orders.csv', '--model', 'forest', '--top', '3', '--out', 'ranked.jsonl', ...quick);
		expect(status).toBe(0);
		const lines = readFileSync(at('ranked.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
		expect(lines).toHaveLength(120);
		expect(new Set(lines.map((line) => line.customer_id)).size).toBe(120);
		const c7 = lines.find((line) => line.customer_id === 'C7');
		expect(c7.products).toEqual(answer.products.slice(0, 3).map((row) => row.product));
	});

	it('is served on loopback until it is stopped', async () => {
		const server = start(folder, 'serve', 'shop.likely', '--port', '0');
		const [line] = await once(server.stderr ?? process.stderr, 'data');
		const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(String(line))?.[0] ?? '';
		const ask = async (path: string) => {
			const response = await fetch(url + path);
			return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
		};
		const withoutImpacts = answer.products.map(({ product, probability, interval, average, ad }) => ({ product, probability, interval, average, ad }));
		expect(await ask('predict?customer_id=C7')).toEqual({
			status: 200,
			type: 'application/json',
			body: { ...answer, products: withoutImpacts }
		});
		expect((await ask('predict?customer_id=C7&explain=1')).body).toEqual(answer);
		expect(await ask('predict?customer_id=Nobody')).toMatchObject({ status: 404, type: 'application/problem+json' });
		expect(await ask('elsewhere')).toMatchObject({ status: 404, body: { code: 'request.unknown_path' } });
		expect((await fetch(`${url}predict?customer_id=C7`, { method: 'DELETE' })).status).toBe(405);
		const posted = await fetch(`${url}predict`, { method: 'POST', body: '{"parameters":{"total_orders":9}}' });
		expect(await posted.json()).toMatchObject({ customer_id: null, hypothetical: true });
		expect((await fetch(`${url}predict`, { method: 'POST', body: 'x'.repeat(2_000_000) })).status).toBe(413);
		expect(await (await fetch(`${url}embed?customer_id=C7`)).text()).toMatch(/^<!doctype html>/);
		const foreign = await new Promise((resolve) => {
			request(`${url}predict?customer_id=C7`, { headers: { Host: 'shop.example' } }, (response) => resolve(response.statusCode)).end();
		});
		expect(foreign).toBe(403);
		server.kill('SIGTERM');
		const [status] = await once(server, 'close');
		expect(status).toBe(0);
	});
});

describe('what goes wrong', () => {
	it.each([
		[[], 2, /usage/],
		[['conjure'], 2, /no command conjure/],
		[['evaluate'], 2, /which file/],
		[['evaluate', 'a.csv', 'b.csv'], 2, /what is b\.csv/],
		[['evaluate', 'orders.csv', '--modles', 'forest'], 2, /--modles.*--models/],
		[['evaluate', 'orders.csv', '--question', 'why'], 2, /next, next-order or ever/],
		[['evaluate', 'orders.csv', '--as-of', '2013-02-30'], 2, /a date like/],
		[['evaluate', 'orders.csv', '--horizon', '0'], 2, /whole number from 1/],
		[['evaluate', 'orders.csv', '--question', 'ever', '--horizon', '30'], 2, /--question next only/],
		[['rank', 'orders.csv', '--out', 'r.jsonl', '--model', 'popularity', '--train-future'], 1, /past orders only/],
		[['evaluate', 'orders.csv', '--threshold', '70'], 2, /number from 0 to 1/],
		[['evaluate', 'orders.csv', '--set', 'trees=5'], 2, /forest\.trees=50/],
		[['evaluate', 'orders.csv', '--models', 'oracle'], 1, /no model oracle.*forest/],
		[['evaluate', 'orders.csv', '--models', 'forest', '--set', 'forest.leaves=5'], 1, /no option leaves/],
		[['evaluate', 'orders.csv', '--product-column', 'Colour'], 1, /no column Colour.*Product/],
		[['evaluate', 'orders.csv', '--as-of', '2031-01-01'], 1, /--as-of has to lie from 2011/],
		[['evaluate', 'none.csv'], 1, /no file none\.csv/],
		[['evaluate', '.'], 1, /no file \./],
		[['evaluate', 'demo:moon'], 1, /demo:superstore/],
		[['train', 'orders.csv'], 2, /--out is missing/],
		[['train', 'orders.csv', '--model', 'popularity', '--out', 'no/such/folder.likely'], 1, /no\/such\/folder/],
		[['predict', 'orders.csv', '--customer', 'C7'], 1, /no \.likely project/],
		[['predict', 'none.likely', '--customer', 'C7'], 1, /no file none\.likely/]
	])('%s: one line, and a status', async (args, status, line) => {
		const ran = await run(...args, ...(args.length ? ['--quiet'] : []));
		expect(ran.status).toBe(status);
		if (args.length) {
			expect(ran.stdout).toBe('');
			expect(ran.stderr.trim().split('\n')).toHaveLength(1);
			expect(ran.stderr).toMatch(/^likely: /);
		}
		expect(ran.stderr + ran.stdout).toMatch(line);
	});

	it.each<[string, string | Buffer, RegExp, ...string[]]>([
		['empty.csv', '', /empty/],
		['header.csv', 'Order ID,Order Date,Customer ID,Product,Sales\n', /no rows/],
		['text.csv', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3]), /not a table/],
		['anonymous.csv', 'day,colour\n2020-01-01,red\n2020-01-02,blue\n', /customer|who bought/i],
		['alone.csv', 'Customer ID,Order Date,Product\nA,2020-01-01,ink\nA,2020-02-01,paper\nA,2020-03-01,ink\nA,2020-04-01,paper\n', /one customer/],
		['one.csv', 'Customer ID,Order Date,Product\nA,2020-01-01,ink\nB,2020-02-01,ink\n', /one product/, '--product-column', 'Product']
	])('%s is refused with its reason', async (name, content, reason, ...options) => {
		writeFileSync(at(name), content);
		const ran = await run('evaluate', name, '--models', 'popularity', '--quiet', ...options);
		expect(ran).toMatchObject({ status: 1, stdout: '' });
		expect(ran.stderr).toMatch(reason);
		expect(ran.stderr.trim().split('\n')).toHaveLength(1);
	});

	it('says that a customer is not there', async () => {
		await run('train', 'orders.csv', '--model', 'popularity', '--out', 'plain.likely');
		expect(await run('predict', 'plain.likely', '--customer', 'Nobody')).toEqual({
			status: 1,
			stdout: '',
			stderr: 'likely: there is no customer Nobody in this project\n'
		});
	});
});
