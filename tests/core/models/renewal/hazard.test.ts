import { describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../../src/lib/core/data/office-shop.js';
import { SEGMENTS, USUAL_GAP } from '../../../../src/lib/core/data/office-shop-catalogue.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { labelMatrix } from '../../../../src/lib/core/features/table.js';
import { fit } from '../../../../src/lib/core/models/boosted/index.js';
import { boosted } from '../../../../src/lib/core/models/boosted/index.js';
import { fitHazard, HazardCurve } from '../../../../src/lib/core/models/renewal/hazard.js';
import { decodeRenewal } from '../../../../src/lib/core/models/renewal/decode.js';
import { RenewalModel } from '../../../../src/lib/core/models/renewal/model.js';
import { fitPace, paceColumns, usualGap } from '../../../../src/lib/core/models/renewal/pace.js';
import { slotRows } from '../../../../src/lib/core/models/renewal/rows.js';
import { TreeModel } from '../../../../src/lib/core/models/trees/model.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';

const book = buildOrderBook(simulateOfficeShop({ seed: 5, customers: 400 }).transactions);
const { train, validation } = splitExamples(book, defaultQuestion(book), 1);
const DAYS = 8;
const slots = slotRows(train, DAYS);
const labels = labelMatrix(slots);
const width = slots.features.customer.length;
const at = (name: string) => slots.features.customer.findIndex((feature) => feature.name === name);
const hazard = fitHazard(slots, labels, DAYS, book);
if (!hazard) throw new Error('no hazard');
const curve = new HazardCurve(slots.features, hazard);

/** A row of the table with some values changed. */
function rowWith(changes: Readonly<Record<string, number>>): Float32Array {
	const row = slots.x.slice(0, width);
	for (const [name, value] of Object.entries(changes)) row[at(name)] = value;
	return row;
}

describe('the usual gap between two orders', () => {
	it('is found with its spread between customers and with the segments that it depends on', () => {
		const { pace } = hazard;
		// The simulated pace is even between .75 and 1.35: a variance of .029 of its logarithm.
		expect(pace.between).toBeGreaterThan(0.01);
		expect(pace.between).toBeLessThan(0.06);
		const code = (name: string) => slots.features.customer[at('segment')].values?.indexOf(name) ?? -1;
		const [slow, quick] = [SEGMENTS[0], SEGMENTS[1]].map((name) => pace.effects.segment[code(name)]);
		expect(slow - quick).toBeGreaterThan(0.7 * Math.log(USUAL_GAP[0] / USUAL_GAP[1]));
		expect(slow - quick).toBeLessThan(1.3 * Math.log(USUAL_GAP[0] / USUAL_GAP[1]));
		expect(pace.effects.region.every((effect) => Math.abs(effect) < 0.1)).toBe(true);
	});

	it('is a customer’s own the more, the more orders tell it, and everybody’s where none does', () => {
		const columns = paceColumns(slots.features);
		if (!columns) throw new Error('no columns');
		const gap = (orders: number, mean: number) => usualGap(hazard.pace, columns, rowWith({ total_orders: orders, mean_gap_days: mean }), 0);
		const everybody = gap(1, NaN);
		expect(gap(4, 2 * everybody)).toBeGreaterThan(everybody);
		expect(gap(40, 2 * everybody)).toBeGreaterThan(gap(4, 2 * everybody));
		expect(gap(4000, 2 * everybody)).toBeCloseTo(2 * everybody, -1);
		expect(gap(NaN, 20)).toBe(everybody);
	});

	it('is not found where nobody orders three times', () => {
		const few = { ...slots, cut: slots.cut.map((cut) => Math.min(2, cut)) };
		expect(fitPace(few, book)).toBeUndefined();
	});
});

describe('the hazard of an order', () => {
	it('is right on average, and tells who orders with far less than the rate alone', () => {
		let [own, rate, expected] = [0, 0, 0];
		const mean = labels.reduce((sum, label) => sum + label, 0) / slots.rows;
		for (let r = 0; r < slots.rows; r++) {
			const p = 1 / (1 + Math.exp(-curve.logOdds(slots.x, r * width)));
			expected += p / slots.rows;
			own -= Math.log(labels[r] ? p : 1 - p);
			rate -= Math.log(labels[r] ? mean : 1 - mean);
		}
		expect(expected).toBeCloseTo(mean, 2);
		expect(own).toBeLessThan(0.9 * rate);
	});

	it('rises towards the usual gap and falls long after it', () => {
		const after = (days: number) => curve.logOdds(rowWith({ days_since_last_order: days }), 0);
		expect(after(30)).toBeGreaterThan(after(2) + 1);
		expect(after(30)).toBeGreaterThan(after(600) + 1);
		expect(Number.isFinite(after(NaN))).toBe(true);
	});

	it('goes on falling beyond what was seen: whoever was silent for years has left', () => {
		const row = (days: number) => rowWith({ days_since_last_order: days, mean_gap_days: 30, total_orders: 10 });
		const after = (days: number) => curve.logOdds(row(days), 0);
		expect(hazard.tail).toBeLessThan(-1);
		expect(after(1000)).toBeLessThan(after(500) - 0.5);
		const level = new HazardCurve(slots.features, { ...hazard, tail: undefined });
		expect(level.logOdds(row(1000), 0)).toBeGreaterThan(after(1000));
		expect(level.logOdds(row(30), 0)).toBe(after(30));
	});

	it('is what boosted trees start from: they add what it leaves open', async () => {
		const watched = slotRows(validation, DAYS);
		const startOf = (examples: typeof slots) => Float32Array.from({ length: examples.rows }, (_, r) => curve.logOdds(examples.x, r * width));
		const start = { train: startOf(slots), validation: startOf(watched) };
		const { model, curve: losses = [] } = await fit(slots, { ...boosted.defaults, trees: 20, depth: 2 }, { seed: 1, validation: watched, report: () => {}, pool: inline(treeTasks) }, start);
		if (!model.predictProduct) throw new Error('no trees');
		const trees = model.predictProduct(0, watched.x, watched.rows);
		const of = labelMatrix(watched);
		const loss = (p: (r: number) => number) => of.reduce((sum, label, r) => sum - Math.log(label ? p(r) : 1 - p(r)), 0) / watched.rows;
		const together = loss((r) => 1 / (1 + Math.exp(-start.validation[r] - Math.log(trees[r] / (1 - trees[r])))));
		expect(together).toBeLessThan(loss((r) => 1 / (1 + Math.exp(-start.validation[r]))));
		expect(together).toBeCloseTo(Math.min(...losses.map((own) => own.validation)), 5);
	});

	it('is kept with the model; models that were saved without one still answer', async () => {
		const options = { seed: 1, validation, report: () => {}, pool: inline(treeTasks) };
		const timing = (await fit(slots, { ...boosted.defaults, trees: 3 }, options)).model;
		const basket = (await fit(train, { ...boosted.defaults, trees: 2 }, options)).model;
		if (!(timing instanceof TreeModel) || !(basket instanceof TreeModel)) throw new Error('no trees');
		const forest = new TreeModel({ ...basket.parts, family: 'forest', link: 'mean', trees: { ...basket.parts.trees, value: basket.parts.trees.value.map(() => 0.2) } });
		if (train.question.kind !== 'next') throw new Error('no dates');
		const parts = { horizon: train.question.horizon, days: DAYS, timing, basket: forest, boosted: basket };
		const model = new RenewalModel(train.features, book.products, { ...parts, hazard });
		expect(decodeRenewal(model.encode()).predict(train)).toEqual(model.predict(train));
		const before = new RenewalModel(train.features, book.products, parts);
		const saved = { ...before.encode(), version: 2 };
		expect(decodeRenewal(saved).predict(train)).toEqual(before.predict(train));
		expect(before.predict(train)).not.toEqual(model.predict(train));
		const damaged = { ...model.encode(), meta: { ...model.encode().meta, hazard: { ...hazard, rate: hazard.rate.slice(1) } } };
		expect(() => decodeRenewal(damaged)).toThrow('model.damaged');
	});
});
