import { describe, expect, it, vi } from 'vitest';
import { readTable } from '../../../src/lib/core/data/delimited.js';
import { memorySource } from '../../../src/lib/core/data/source.js';
import { holdoutDraw } from '../../../src/lib/core/recommendation/audience.js';
import { upliftOf } from '../../../src/lib/core/recommendation/uplift.js';
import type { Progress } from '../../../src/lib/core/progress.js';
import { audience, audienceInTurns, audienceRows } from '../../../src/lib/core/project/audience.js';
import { audienceFile, reachableOf } from '../../../src/lib/core/project/audience-file.js';
import { measureCampaign } from '../../../src/lib/core/project/campaign.js';
import type { AudienceRequest } from '../../../src/lib/core/project/cards.js';
import { heldOutOf } from '../../../src/lib/core/project/held-out.js';
import { Predictor } from '../../../src/lib/core/project/predictor.js';
import { rebuiltBook } from '../../../src/lib/core/live/rebuild.js';
import { trainedPredictor } from './trained.js';

const predictor = await trainedPredictor('forest');
const { products, examples } = predictor;
const k = products.length;
const customers = Array.from(examples.customer, (c) => examples.book.customers[c]);
/** [rows × products] */
const all = new Float32Array(examples.rows * k);
predictor.everybody((first, _, p) => all.set(p, first * k));
const base = { rule: { kind: 'threshold', threshold: 0.3 }, limit: 5 } as const;
const terms = { cost: 1, margin: 4, margins: { [products[0]]: 0 } };

describe('audience', () => {
	it('counts who passes a threshold, and lists the surest', () => {
		const taken = [...all].filter((p) => p >= Math.fround(0.3));
		const answer = audience(predictor, base);
		expect(answer.pairs).toBe(taken.length);
		expect(answer.customers).toBe(customers.filter((_, r) => all.subarray(r * k, (r + 1) * k).some((p) => p >= Math.fround(0.3))).length);
		expect(answer.perProduct.reduce((sum, { expected }) => sum + expected, 0)).toBeCloseTo(taken.reduce((a, b) => a + b, 0), 4);
		expect(answer.rows.map(({ probability }) => probability)).toEqual(taken.sort((a, b) => b - a).slice(0, 5));
		expect(answer.highest.probability).toBe(Math.max(...all));
		expect(answer.profit).toBeUndefined();
		expect(answer.curve.find(({ threshold }) => threshold === 0.3)).toMatchObject({ pairs: answer.pairs, customers: answer.customers });
	});

	it('is the same in turns, which can be cancelled between any two', async () => {
		const requests: AudienceRequest[] = [base, { ...base, rule: { kind: 'budget', ads: 7 }, holdout: 0.2 }, { ...base, terms, onePerCustomer: true }];
		for (const request of requests) expect(await audienceInTurns(predictor, request, { report: () => {} })).toEqual(audience(predictor, request));
		let [now, turns] = [0, 0];
		const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 50));
		try {
			const controller = new AbortController();
			const report = ({ stage }: Progress) => void (stage === 'counting' && ++turns === 3 && controller.abort());
			await expect(audienceInTurns(predictor, base, { report, signal: controller.signal })).rejects.toThrow(/abort/i);
		} finally {
			clock.mockRestore();
		}
		expect(turns).toBe(3);
	});

	it('says whether everybody has the highest probability', async () => {
		expect(audience(predictor, base).highest.everybody).toBe(false);
		const popular = audience(await trainedPredictor('popularity'), base).highest;
		expect(popular.everybody).toBe(true);
		expect(popular.probability).toBeGreaterThan(0);
	});

	it('is told product by product, the one with most customers first, and of one product alone where that is asked', () => {
		const whole = audience(predictor, { ...base, terms });
		const customersOf = whole.perProduct.map((row) => row.customers);
		expect(customersOf).toEqual(customersOf.toSorted((a, b) => b - a));
		for (const { product, profit, expected, customers: shown } of whole.perProduct) expect(profit).toBeCloseTo(expected * (product === products[0] ? 0 : 4) - shown, 4);
		for (const [j, product] of products.entries()) {
			const own = audience(predictor, { ...base, terms, product });
			const column = all.filter((_, i) => i % k === j);
			expect(own.highest).toMatchObject({ product, probability: Math.max(...column) });
			expect(own.curve.map(({ pairs }) => pairs)).toEqual(own.curve.map(({ threshold }) => column.filter((p) => p >= Math.fround(threshold)).length));
		}
		expect(audience(predictor, { ...base, terms })).toEqual(whole);
	});

	it('comes in a file with the interval of each probability', () => {
		const lines = audienceFile(predictor, base, 'ads').text.trim().split('\r\n').slice(1).map((line) => line.split(',').map(Number));
		expect(lines.length).toBeGreaterThan(10);
		for (const [, , p, low, high] of lines) expect(low < p && p < high && high <= 1 && low >= 0).toBe(true);
	});

	it('measures the same choice on the customers whom the model never saw', () => {
		const { measured, curve } = audience(predictor, base);
		const { p, outcome } = heldOutOf(predictor) ?? { p: [], outcome: [] };
		const passing = [...p.keys()].filter((i) => p[i] >= Math.fround(0.3));
		const bought = passing.filter((i) => outcome[i] === 1).length;
		const share = outcome.filter((label) => label === 1).length / outcome.length;
		expect(measured).toMatchObject({ pairs: passing.length, bought, precision: bought / passing.length });
		expect(measured?.lift).toBeCloseTo(bought / passing.length / share, 9);
		const point = predictor.card.report.thresholds.find(({ threshold }) => threshold === 0.3);
		expect(curve.find(({ threshold }) => threshold === 0.3)).toMatchObject({ tested: point?.pairs, precision: point?.precision, low: point?.precision_low, recall: point?.recall });
	});

	it('takes what pays by the margin of each product, and adds up what that earns', () => {
		const answer = audience(predictor, { ...base, rule: { kind: 'profit' }, terms });
		let [pairs, profit, everyone] = [0, 0, 0];
		all.forEach((p, i) => {
			const own = p * (i % k === 0 ? 0 : 4) - 1;
			everyone += own;
			if (own >= 0) pairs++;
			if (own >= 0) profit += own;
		});
		expect(answer.pairs).toBe(pairs);
		expect(answer.profit?.shown).toBeCloseTo(profit, 6);
		expect(answer.profit?.everyone).toBeCloseTo(everyone, 6);
		expect(answer.profit?.best.profit).toBeLessThanOrEqual(profit + 1e-9);
		expect(answer.perProduct.every(({ product, threshold }) => product !== products[0] && threshold === 0.25)).toBe(true);
		expect(() => audience(predictor, { ...base, rule: { kind: 'profit' } })).toThrow('audience.no_terms');
		expect(() => audience(predictor, { ...base, product: 'none' })).toThrow('product.unknown');
	});

	it('measures what an ad earned: the margin of each that was bought, less the cost of every one', () => {
		const { measured } = audience(predictor, { ...base, terms: { cost: 1, margin: 4 } });
		expect(measured?.profit?.mean).toBeCloseTo((4 * (measured?.bought ?? NaN)) / (measured?.pairs ?? NaN) - 1, 9);
		const own = audience(predictor, { ...base, product: products[0], terms });
		expect(own.measured?.profit?.mean).toBeCloseTo(-1, 9);
	});

	it('gives a customer the likeliest of all products where it is to be one', () => {
		const one = audienceRows(predictor, { ...base, onePerCustomer: true });
		expect(one.length).toBeGreaterThan(0);
		for (const { customer, product, probability } of one) {
			const own = all.subarray(customers.indexOf(customer) * k, (customers.indexOf(customer) + 1) * k);
			expect(probability).toBe(Math.max(...own));
			expect(product).toBe(products[own.indexOf(probability)]);
		}
	});

	it('goes as far as a budget, and each customer gets one ad where that is asked', () => {
		const best = audience(predictor, { ...base, rule: { kind: 'budget', ads: 7 } });
		expect(best.pairs).toBe(7);
		expect(best.lowest).toBe([...all].sort((a, b) => b - a)[6]);
		expect(best.measured?.pairs).toBe([...(heldOutOf(predictor)?.p ?? [])].filter((p) => p >= best.lowest).length);
		const one = audience(predictor, { ...base, rule: { kind: 'budget', ads: 7 }, onePerCustomer: true, limit: 100 });
		expect(new Set(one.rows.map(({ customer }) => customer)).size).toBe(7);
		const single = audience(predictor, { ...base, product: products[1], limit: 1000 });
		expect(new Set(single.rows.map(({ product }) => product))).toEqual(new Set([products[1]]));
	});

	it('keeps the same customers back from every audience, and counts a budget without them', () => {
		const request: AudienceRequest = { ...base, rule: { kind: 'budget', ads: 30 }, holdout: 0.3, limit: 1000 };
		const { rows, pairs, heldBack } = audience(predictor, request);
		expect(pairs).toBe(30);
		expect(heldBack.pairs).toBeGreaterThan(0);
		for (const row of rows) expect(row.heldBack).toBe(holdoutDraw(row.customer, 1) < 0.3);
		const lowest = Math.min(...rows.filter((row) => !row.heldBack).map(({ probability }) => probability));
		expect(rows.every(({ probability }) => probability >= lowest)).toBe(true);
		const everything = audienceRows(predictor, { ...base, rule: { kind: 'threshold', threshold: 0 }, holdout: 0.3 });
		expect(everything).toHaveLength(all.length);
		expect(() => audience(predictor, { ...base, holdout: 0.6 })).toThrow('audience.holdout');
	});
});

describe('lists', () => {
	const request: AudienceRequest = { ...base, holdout: 0.3, terms };

	it('hold a line per ad or per customer, with the group and what was asked', async () => {
		const ads = await readTable(memorySource('ads.csv', audienceFile(predictor, request, 'ads').text));
		const { pairs, heldBack, customers: shown } = audience(predictor, request);
		expect(ads.columns.map(({ name }) => name)).toEqual(['customer_id', 'product', 'probability', 'probability_low', 'probability_high', 'expected_profit', 'group', 'as_of', 'horizon_days']);
		expect(ads.rows).toBe(pairs + heldBack.pairs);
		expect(audienceFile(predictor, request, 'customers').rows).toBe(shown + heldBack.customers);
		expect(audienceFile(predictor, request, 'held-back').rows).toBe(heldBack.customers);
		expect(reachableOf(predictor, request)).toHaveLength(shown);
	});

	it('say in their last column what products are called that are codes, safe to open, and are measured all the same', async () => {
		const productNames = products.map((_, p) => (p === 1 ? '' : `=name ${p}`));
		const { project } = predictor;
		const named = new Predictor({ ...project, book: { ...project.book, productNames } });
		const cells = async (kind: 'ads' | 'customers', name: string) => {
			const table = await readTable(memorySource('list.csv', audienceFile(named, request, kind).text));
			expect(table.columns.at(-1)?.name).toBe(kind === 'ads' ? 'product_name' : 'product_names');
			const column = table.columns.find((one) => one.name === name)?.cells;
			return Array.from({ length: table.rows }, (_, row) => column?.values[column.codes[row]] ?? '');
		};
		const called = (product: string) => productNames[products.indexOf(product)];
		expect(await cells('ads', 'product_name')).toEqual((await cells('ads', 'product')).map((product) => (called(product) ? `'${called(product)}` : '')));
		const lists = (await cells('customers', 'products')).map((list) => list.split('; ').map((product) => called(product) || product).join('; '));
		expect(await cells('customers', 'product_names')).toEqual(lists.map((list) => (list.startsWith('=') ? `'${list}` : list)));
		const last = project.book.to;
		const newer = rebuiltBook(named.project.book, [{ customer: 'somebody', order: 'n', time: last + 900, attributes: {}, lines: [{ product: products[0], amount: 1, quantity: 1, returned: false }] }]);
		const result = async (from: typeof predictor) => measureCampaign(await readTable(memorySource('list.csv', audienceFile(from, request, 'customers').text)), newer);
		expect(await result(named)).toEqual(await result(predictor));
	});

	it('are measured by the orders that came since, both kinds alike', async () => {
		const { book } = predictor.project;
		const rows = audienceRows(predictor, request);
		const buyers = rows.filter((_, i) => i % 3 === 0);
		const order = (customer: string, product: string, time: number) => ({ customer, order: `n-${customer}`, time, attributes: {}, lines: [{ product, amount: 1, quantity: 1, returned: false }] });
		const late = rows[1];
		const newer = rebuiltBook(book, [
			...buyers.map(({ customer, product }) => order(customer, product, book.to + 2)),
			order('somebody', products[0], book.to + 900),
			...(buyers.some(({ customer }) => customer === late.customer) ? [] : [order(late.customer, late.product, book.to + 800)])
		]);
		const bought = (held: boolean) => new Set(buyers.filter((row) => row.heldBack === held).map(({ customer }) => customer)).size;
		const group = (held: boolean) => new Set(rows.filter((row) => row.heldBack === held).map(({ customer }) => customer)).size;
		for (const kind of ['ads', 'customers'] as const) {
			const table = await readTable(memorySource('list.csv', audienceFile(predictor, request, kind).text));
			expect(() => measureCampaign(table, book)).toThrow('campaign.too_early');
			const result = measureCampaign(table, newer);
			expect(result).toMatchObject({ complete: true, unknown: 0, shown: { customers: group(false), bought: bought(false) }, heldBack: { customers: group(true), bought: bought(true) } });
			expect(result.uplift).toEqual(upliftOf(bought(false), group(false), bought(true), group(true)));
		}
		const other = await readTable(memorySource('other.csv', 'a,b\n1,2\n'));
		expect(() => measureCampaign(other, newer)).toThrow('campaign.not_a_list');
	});

	it('count from their day on and up to the last day of the horizon, and are complete from then on', async () => {
		const { book } = predictor.project;
		const { question } = predictor.card;
		const horizon = question.kind === 'next' ? question.horizon : NaN;
		const asOf = book.to + 1;
		const table = await readTable(memorySource('list.csv', audienceFile(predictor, { ...base, holdout: 0.3 }, 'ads').text));
		const row = audienceRows(predictor, { ...base, holdout: 0.3 }).find(({ heldBack }) => !heldBack);
		const after = (time: number, to = time) => {
			const order = (customer: string, at: number) => ({ customer, order: `n-${at}`, time: at, attributes: {}, lines: [{ product: row?.product ?? '', amount: 1, quantity: 1, returned: false }] });
			const { shown, complete } = measureCampaign(table, rebuiltBook(book, [order(row?.customer ?? '', time), order('somebody', to)]));
			return { bought: shown.bought, complete };
		};
		const last = asOf + horizon - 1;
		expect(after(asOf)).toEqual({ bought: 1, complete: false });
		expect(after(last)).toEqual({ bought: 1, complete: true });
		expect(after(last + 0.9)).toEqual({ bought: 1, complete: true });
		expect(after(last + 1)).toEqual({ bought: 0, complete: true });
		expect(after(asOf, last - 1)).toEqual({ bought: 1, complete: false });
	});
});
