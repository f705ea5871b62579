import { beforeAll, describe, expect, it, vi } from 'vitest';
import { explainPair } from '../../../../src/lib/core/explanation/explain.js';
import { groupsBetween } from '../../../../src/lib/core/explanation/groups-between.js';
import { LiveExplainer } from '../../../../src/lib/core/explanation/live.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { trainingExamples } from '../../../../src/lib/core/features/examples.js';
import { pairVector } from '../../../../src/lib/core/features/table.js';
import type { Question } from '../../../../src/lib/core/features/types.js';
import { blendModel } from '../../../../src/lib/core/models/blend/model.js';
import { coalitionsByRows } from '../../../../src/lib/core/models/coalitions-by-rows.js';
import { decodeModel } from '../../../../src/lib/core/models/decode.js';
import { asInputs, inputFeatures } from '../../../../src/lib/core/models/inputs.js';
import { neighbours } from '../../../../src/lib/core/models/neighbours/index.js';
import { NeighbourSearch } from '../../../../src/lib/core/models/neighbours/search.js';
import type { FitContext, Model } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { Random } from '../../../../src/lib/core/random.js';
import { transactions } from '../../features/lines.js';
import type { Line } from '../../features/lines.js';

/** Customers of three tastes, each of four products; P00 and P01 always come together. */
function shop(customers: number): Line[] {
	const random = new Random('impacts');
	const lines: Line[] = [];
	for (let c = 0; c < customers; c++)
		for (let o = 0; o < 4; o++) {
			const bought = new Set([(c % 3) * 4 + random.integer(4), (c % 3) * 4 + random.integer(4), random.integer(14)]);
			if (bought.has(0) || bought.has(1)) bought.add(0).add(1);
			for (const product of bought) lines.push({ customer: `C${c}`, order: `${c}/${o}`, day: 10 * o + random.integer(9), product: `P${String(product).padStart(2, '0')}` });
		}
	return lines;
}

const book = buildOrderBook(transactions(shop(90)));
const question: Question = { kind: 'next-order' };
const train = trainingExamples(book, question, Int32Array.from({ length: 70 }, (_, c) => c));
const test = trainingExamples(book, question, Int32Array.from({ length: 20 }, (_, c) => 70 + c));
const context: FitContext = { seed: 1, validation: test, report: () => {}, pool: inline({}) };

describe('impacts of neighbours', () => {
	let model: Model;
	let other: Model;
	beforeAll(async () => {
		({ model } = await neighbours.fit(train, neighbours.defaults, context));
		({ model: other } = await neighbours.fit(train, { neighbours: 7, folds: 3 }, context));
	});
	const inputs = (row: number) => pairVector(asInputs(model, test), row, 0);
	const column = (name: string) => inputFeatures(model).customer.findIndex((feature) => feature.name === name);
	const explained = (product: number, current: Float32Array, baseline: Float32Array) => explainPair(model, inputFeatures(model), product, current, baseline);
	const impactOf = ({ impacts }: ReturnType<typeof explained>, name: string) => impacts.find(({ parameter }) => parameter === name)?.impact;

	it('are those of all coalitions of what was bought, one by one', () => {
		const [current, baseline] = [inputs(0), inputs(3)];
		const found = explained(2, current, baseline);
		const groups = groupsBetween(model, inputFeatures(model), 2, current, baseline, 14);
		const moved = groups.filter(({ columns }) => columns.some((c) => current[c] !== baseline[c]));
		const worth = (mask: number) => {
			const vector = current.slice();
			moved.forEach(({ columns }, g) => columns.forEach((c) => (vector[c] = mask & (1 << g) ? current[c] : baseline[c])));
			return model.predictProduct(2, vector, 1)[0];
		};
		const k = moved.length;
		expect(k).toBeGreaterThan(5);
		const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));
		const expected = moved.map((_, g) => {
			let sum = 0;
			for (let mask = 0; mask < 2 ** k; mask++) {
				if (mask & (1 << g)) continue;
				const s = mask.toString(2).replaceAll('0', '').length;
				sum += ((factorial(s) * factorial(k - s - 1)) / factorial(k)) * (worth(mask | (1 << g)) - worth(mask));
			}
			return sum;
		});
		const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
		const impacts = sorted(found.impacts.map(({ impact }) => impact).filter((impact) => impact !== 0));
		sorted(expected.filter((impact) => Math.abs(impact) > 1e-12)).forEach((impact, i) => expect(impacts[i]).toBeCloseTo(impact, 9));
	});

	it('come of coalitions that are worth what each is alone, to the bit', () => {
		const remembered = asInputs(model, train);
		const ends = [0, 5, 9].map((row) => pairVector(remembered, row, 0)).concat(inputs(3));
		for (const asked of [model, other])
			for (const [current, baseline] of [[ends[0], ends[1]], [ends[2], ends[3]], [ends[3], ends[0]]]) {
				const groups = groupsBetween(asked, inputFeatures(asked), 2, current, baseline, 14).map(({ columns }) => columns);
				const found = asked.effectiveCoalitions?.(2, current, baseline, groups);
				expect(found?.worths.length).toBeGreaterThan(8);
				expect(found).toEqual(coalitionsByRows(decodeModel(asked.encode()), 2, current, baseline, groups));
			}
	});

	it('of many products at once are worked out together, which changes none of them by a bit', () => {
		const [rich, poor] = [1, 2].map((row) => inputs(row).map((value, c) => (c > column('own_record') ? ((c * row) % 5) / 2 : value)));
		const features = inputFeatures(model);
		const asked = book.products.map((_, product) => ({ product, groups: groupsBetween(model, features, product, rich, poor, 14).map(({ columns }) => columns) }));
		expect(new Set(asked.map(({ groups }) => groups.map((columns) => columns.join()).join(';'))).size).toBeGreaterThan(4);
		for (const encoded of [model.encode(), other.encode()]) {
			const [foreseeing, plain] = [decodeModel(encoded), decodeModel(encoded)];
			const searched = vi.spyOn(NeighbourSearch.prototype, 'nearAll');
			foreseeing.foresee?.(asked, rich, poor);
			const found = asked.map(({ product, groups }) => foreseeing.effectiveCoalitions?.(product, rich, poor, groups));
			expect(searched).not.toHaveBeenCalled();
			searched.mockRestore();
			asked.forEach(({ product, groups }, i) => expect(found[i]).toEqual(plain.effectiveCoalitions?.(product, rich, poor, groups)));
			const moved = rich.with(column('p02_bought_before'), 4);
			foreseeing.foresee?.(asked, moved, poor);
			for (const { product, groups } of asked) expect(foreseeing.effectiveCoalitions?.(product, moved, poor, groups)).toEqual(plain.effectiveCoalitions?.(product, moved, poor, groups));
		}
	});

	it('put purchases that matter little together, so that all coalitions can be asked', () => {
		const rich = inputs(1).map((value, c) => (c > column('own_record') ? 1 + c / 20 : value));
		const found = explained(5, rich, rich.map((value, c) => (c > column('own_record') ? 0 : value)));
		expect(found.standardError).toBe(0);
		expect(found.impacts.filter(({ parameter }) => parameter.endsWith('_bought_before'))).toHaveLength(6);
		expect(found.impacts.find(({ parameter }) => parameter === 'other_purchases')).toMatchObject({ value: book.products.length - 6, baseline: 0 });
		const sum = found.impacts.reduce((total, { impact }) => total + impact, found.baseline);
		expect(Math.abs(sum - model.predictProduct(5, rich, 1)[0])).toBeLessThan(1e-9);
	});

	it('are equal for purchases that play the same part, and nothing for what changes no answer', () => {
		const [a, b, dull] = [column('p00_bought_before'), column('p01_bought_before'), column('p13_bought_before')];
		const none = inputs(2).map((value, c) => (c > column('own_record') ? 0 : value));
		none[dull] = 1;
		const both = none.slice();
		[both[a], both[b], both[dull]] = [1.5, 1.5, 1 + 1e-5];
		const found = explained(3, both, none);
		expect(impactOf(found, 'p00_bought_before')).toBeCloseTo(impactOf(found, 'p01_bought_before') ?? NaN, 9);
		expect(impactOf(found, 'p00_bought_before')).not.toBe(0);
		expect(impactOf(found, 'p13_bought_before')).toBe(0);
	});

	it('of a mean are the means of the impacts', () => {
		const mixed = blendModel([model, other], { kind: 'probability', weights: Float64Array.of(0.3, 0.7) });
		const features = inputFeatures(mixed);
		expect(features).toEqual(inputFeatures(model));
		const [current, baseline] = [inputs(4), inputs(6)];
		const groups = groupsBetween(mixed, features, 1, current, baseline, 14);
		const shares = [model, other, mixed].map((asked) => explainPair(asked, features, 1, current, baseline, { groups }));
		for (const { parameter } of shares[0].impacts) {
			const [one, two, mean] = shares.map((share) => impactOf(share, parameter) ?? NaN);
			expect(mean).toBeCloseTo(0.3 * one + 0.7 * two, 6);
		}
	});

	it('follow a number that is moved as if they were asked for anew', () => {
		const live = new LiveExplainer(model, inputFeatures(model), 1);
		const [current, baseline] = [inputs(8), inputs(9)];
		for (let step = 0; step < 6; step++) {
			const moved = current.slice();
			moved[column('p02_bought_before')] = step / 2;
			expect(live.explain(2, moved, baseline)).toEqual(explainPair(model, inputFeatures(model), 2, moved, baseline, { seed: 1 }));
		}
	});

	it('compare a customer with nobody in particular without letting them vote for themselves, and with somebody as each is asked alone', () => {
		const remembered = asInputs(model, train);
		const [one, somebody] = [pairVector(remembered, 0, 0), pairVector(remembered, 2, 0)];
		const record = column('own_record');
		expect(one[record]).toBeGreaterThan(0);
		const nobody = one.slice();
		nobody[record] = 0;
		const beside = explained(0, one, nobody);
		expect(beside.baseline).toBe(beside.probability);
		expect(impactOf(beside, 'own_record')).toBeUndefined();
		const compared = explained(0, one, somebody);
		expect(compared.baseline).toBe(model.predictProduct(0, somebody, 1)[0]);
		expect(compared.probability).toBe(model.predictProduct(0, one, 1)[0]);
		expect(impactOf(compared, 'own_record')).toBeDefined();
	});
});
