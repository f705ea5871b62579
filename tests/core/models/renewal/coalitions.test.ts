import { beforeAll, describe, expect, it } from 'vitest';
import { simulateOfficeShop } from '../../../../src/lib/core/data/office-shop.js';
import { explainPair } from '../../../../src/lib/core/explanation/explain.js';
import { parameterGroups } from '../../../../src/lib/core/explanation/groups.js';
import { LiveExplainer } from '../../../../src/lib/core/explanation/live.js';
import { coalitionTable } from '../../../../src/lib/core/models/coalition-table.js';
import { buildOrderBook } from '../../../../src/lib/core/features/book.js';
import { defaultQuestion } from '../../../../src/lib/core/features/questions.js';
import { labelMatrix, pairVector, tableWidth } from '../../../../src/lib/core/features/table.js';
import type { Examples, FeatureSet } from '../../../../src/lib/core/features/types.js';
import { asInputs } from '../../../../src/lib/core/models/inputs.js';
import { fitHazard } from '../../../../src/lib/core/models/renewal/hazard.js';
import { renewal } from '../../../../src/lib/core/models/renewal/index.js';
import { RenewalModel } from '../../../../src/lib/core/models/renewal/model.js';
import { slotRows } from '../../../../src/lib/core/models/renewal/rows.js';
import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../../src/lib/core/project/train.js';
import { Random } from '../../../../src/lib/core/random.js';

const book = buildOrderBook(simulateOfficeShop({ seed: 3, customers: 50 }).transactions);
const { train, validation, test } = splitExamples(book, defaultQuestion(book), 1);
const columnOf = (name: string) => test.features.customer.findIndex((feature) => feature.name === name);

let model: RenewalModel;
/** The rows with what the model takes. */
let given: Examples;
let features: FeatureSet;
beforeAll(async () => {
	const options = { spans: 3, trees: 4, basketTrees: 8, timingTrees: 30 };
	const fitted = await renewal.fit(train, options, { seed: 1, validation, report: () => {}, pool: inline(treeTasks) });
	if (!(fitted.model instanceof RenewalModel)) throw new TypeError('another model');
	const days = fitted.model.parts.days;
	const slots = slotRows(train, days);
	const hazard = fitHazard(slots, labelMatrix(slots), days, book);
	if (!hazard) throw new TypeError('no hazard');
	model = new RenewalModel(test.features, book.products, { ...fitted.model.parts, hazard });
	given = asInputs(model, test);
	({ features } = given);
	expect(model.parts.affinity?.products.length).toBeGreaterThan(0);
});

/** The values of several customers mixed, one in ten missing. */
function vector(random: Random, product: number): Float32Array {
	const width = tableWidth(given);
	const rows = [0, 1, 2].map(() => pairVector(given, random.integer(test.rows), product));
	return Float32Array.from({ length: width }, (_, c) => (random.next() < 0.1 ? NaN : rows[random.integer(3)][c]));
}

/** Columns dealt to groups, one part of them to none. */
function grouping(random: Random, count: number): Int32Array[] {
	const groupOf = Array.from({ length: tableWidth(given) }, () => random.integer(count + 1));
	return Array.from({ length: count }, (_, group) => Int32Array.from(groupOf.keys()).filter((c) => groupOf[c] === group));
}

/** What asking for every coalition says, against both ways of asking for coalitions. */
function expectSame(product: number, current: Float32Array, baseline: Float32Array, groups: readonly Int32Array[]): void {
	const asked = model.predictProduct(product, coalitionTable(current, baseline, groups), 2 ** groups.length);
	const all = model.coalitions(product, current, baseline, groups);
	const few = model.effectiveCoalitions(product, current, baseline, groups);
	expect(all).toHaveLength(asked.length);
	expect(few.worths).toHaveLength(2 ** few.groups.length);
	const wrong = asked.findIndex((p, mask) => {
		const place = few.groups.reduce((sum, group, i) => sum | (((mask >> group) & 1) << i), 0);
		return !(Math.abs(p - all[mask]) < 1e-6) || few.worths[place] !== all[mask];
	});
	expect(wrong).toBe(-1);
}

describe('coalitions of an order rhythm', () => {
	it('are worth what the model says of each, however columns are grouped', () => {
		const random = new Random(11);
		for (let run = 0; run < 50; run++) {
			const product = random.integer(model.products.length);
			expectSame(product, vector(random, product), vector(random, product), grouping(random, 1 + random.integer(5)));
		}
	});

	it('are so for the named parameters, moved one after the other and asked about product by product', () => {
		const random = new Random(12);
		const groups = parameterGroups(features).map(({ columns }) => columns).filter((columns) => columns[0] >= 6);
		for (let run = 0; run < 10; run++) {
			const [current, baseline] = [vector(random, 0), vector(random, 0)];
			for (const product of [0, 1, 2]) expectSame(product, current, baseline, product === 1 ? groups.slice(0, -1) : groups);
		}
	});

	it('tell days since the last order and the gap that divides them apart', () => {
		const current = pairVector(given, 0, 0);
		const [days, gap, quotient] = ['days_since_last_order', 'mean_gap_days', 'gaps_since_last_order'].map(columnOf);
		const random = new Random(13);
		for (let run = 0; run < 10; run++) {
			const baseline = current.slice();
			baseline[days] = random.integer(200);
			baseline[gap] = random.integer(100);
			for (const groups of [[[days], [gap]], [[quotient, gap], [days]], [[days, gap, quotient]], [[gap]], [[quotient], [days]]])
				expectSame(0, current, baseline, groups.map((columns) => Int32Array.from(columns)));
		}
	});

	it('explain a pair so that baseline and impacts add up to the probability, live as from scratch', () => {
		const random = new Random(14);
		const groups = parameterGroups(features);
		const live = new LiveExplainer(model, features);
		let current = pairVector(given, 0, 2);
		const baseline = pairVector(given, 1, 2);
		for (let step = 0; step < 12; step++) {
			const other = pairVector(given, random.integer(test.rows), 2);
			current = current.slice();
			for (const c of groups[random.integer(groups.length)].columns) current[c] = other[c];
			const found = explainPair(model, features, 2, current, baseline);
			expect(found.impacts.reduce((sum, { impact }) => sum + impact, found.baseline)).toBeCloseTo(found.probability, 9);
			expect(Math.abs(found.probability - model.predictProduct(2, current, 1)[0])).toBeLessThan(1e-6);
			expect(live.explain(2, current, baseline)).toEqual(found);
		}
	});
});
