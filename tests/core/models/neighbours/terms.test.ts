import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COUNT_UNIT } from '../../../../src/lib/core/models/neighbours/histories.js';
import type { Memory } from '../../../../src/lib/core/models/neighbours/memory.js';
import { TermReader, termNames } from '../../../../src/lib/core/models/neighbours/terms.js';

const PRODUCTS = 6;
const logit = (p: number) => Math.log(p / (1 - p));
const within = (p: number) => Math.min(Math.max(p, 1e-6), 1 - 1e-6);
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);
const products = [...Array(PRODUCTS).keys()];

/** A remembered row: whose it is, decayed counts before (0: never bought), and what was bought next. */
interface Row {
	readonly customer: number;
	readonly before: readonly number[];
	readonly after: readonly boolean[];
}

const counts = fc.array(fc.oneof(fc.constant(0), fc.constantFrom(0.25, 0.5, 1, 1.8, 2.5)), { minLength: PRODUCTS, maxLength: PRODUCTS });
const someCounts = counts.filter((own) => own.some((count) => count > 0));
/** Few histories among many rows, so that some are equal, of one customer and of several. */
const memories = fc.array(someCounts, { minLength: 1, maxLength: 5 }).chain((histories) =>
	fc
		.array(fc.record({ customer: fc.integer({ min: 0, max: 7 }), before: fc.constantFrom(...histories), after: fc.array(fc.boolean(), { minLength: PRODUCTS, maxLength: PRODUCTS }) }), { minLength: 1, maxLength: 14 })
		.map((rows): Row[] => rows.toSorted((a, b) => a.customer - b.customer))
);

function memoryOf(rows: readonly Row[]): Memory {
	const sparse = (keep: (row: Row, p: number) => boolean) => {
		const kept = rows.map((row) => products.filter((p) => keep(row, p)));
		return { start: Int32Array.from([0, ...kept.map((_, r) => sum(kept.slice(0, r + 1).map(({ length }) => length)))]), product: Int32Array.from(kept.flat()) };
	};
	const count = Uint16Array.from(rows.flatMap(({ before }) => before.filter((own) => own > 0)), (own) => own / COUNT_UNIT);
	return {
		customer: Uint32Array.from(rows, ({ customer }) => customer),
		before: { ...sparse(({ before }, p) => before[p] > 0), count },
		after: sparse(({ after }, p) => after[p]),
		rate: Float32Array.from(products, (p) => 0.05 + 0.1 * p)
	};
}

const history = (own: readonly number[]) => {
	const product = Int32Array.from(products.filter((p) => own[p] > 0));
	return { product, count: Uint16Array.from(product, (p) => own[p] / COUNT_UNIT) };
};

/** The k customers most like a history but `self`: cosines of ln(1 + count) × inverse frequency, each with their best row, the latest of equals. */
function nearest(rows: readonly Row[], own: readonly number[], self: number, k: number) {
	const idf = products.map((p) => Math.log1p(rows.length / (1 + rows.filter(({ before }) => before[p] > 0).length)));
	const vector = (of: readonly number[]) => of.map((count, p) => Math.log1p(count) * idf[p]);
	const cosine = (a: readonly number[], b: readonly number[]) => sum(a.map((x, p) => x * b[p])) / Math.sqrt(sum(a.map((x) => x * x)) * sum(b.map((x) => x * x)));
	const best = new Map<number, { row: Row; score: number }>();
	for (const row of rows) {
		const score = cosine(vector(row.before), vector(own));
		if (row.customer === self || !(score > 1e-9)) continue;
		if (score >= (best.get(row.customer)?.score ?? 0) - 1e-7) best.set(row.customer, { row, score });
	}
	return [...best.values()].sort((a, b) => (Math.abs(b.score - a.score) < 1e-7 ? a.row.customer - b.row.customer : b.score - a.score)).slice(0, k);
}

/** The terms of a product as their definitions say, each looked up from the beginning. */
function termsOf(rows: readonly Row[], own: readonly number[], self: number, k: number, p: number, pace: number, silence: number): Record<string, number> {
	const { rate } = memoryOf(rows);
	const item = (count: number) => Math.min(1, count);
	const voters = nearest(rows, own, self, k);
	const mass = sum(voters.map(({ score }) => score));
	const alike = voters.length ? mass ** 2 / sum(voters.map(({ score }) => score ** 2)) : 0;
	const share = (votes: (row: Row) => number, usual: number) =>
		((mass > 0 ? (alike * sum(voters.map(({ row, score }) => score * votes(row)))) / mass : 0) + 10 * usual) / (alike + 10);
	const held = sum(rows.map(({ before }) => item(before[p]))) / rows.length;
	/** What having item i adds to the probability of p next. */
	const lift = (i: number) => (sum(rows.map(({ before, after }) => item(before[i]) * (Number(after[p]) - rate[p]))) / (sum(rows.map(({ before }) => item(before[i]))) + 10));
	const others = products.filter((i) => i !== p && own[i] > 0);
	const weight = sum(others.map((i) => item(own[i])));
	const usual = Math.max(1e-3, sum(rows.map(({ after }) => after.filter(Boolean).length)) / rows.length);
	const speaks = sum(others.map((i) => item(own[i]) * lift(i)));
	return {
		bias: 1,
		popularity: logit(within(rate[p])),
		next: logit(within(share(({ after }) => Number(after[p]), rate[p]))) - logit(within(rate[p])),
		past: logit(within(share(({ before }) => item(before[p]), held))) - logit(within(held)),
		items: weight > 0 ? logit(within(rate[p] + speaks / weight)) - logit(within(rate[p])) : 0,
		own: Math.log1p(own[p]),
		again: item(own[p]) * (logit(within(rate[p] + lift(p))) - logit(within(rate[p]))),
		pace: Math.log(pace / usual),
		silence: Math.log1p(silence)
	};
}

describe('what neighbours, items and own purchases say of a product', () => {
	it('is what their definitions say', () => {
		fc.assert(
			fc.property(memories, counts, fc.integer({ min: -1, max: 7 }), fc.integer({ min: 1, max: 6 }), (rows, own, self, k) => {
				const terms = new TermReader(memoryOf(rows), k).tell({ history: history(own), self: self < 0 ? NaN : self, pace: 1.7, silence: 0.4 }, false);
				for (const p of products) {
					const told = Object.fromEntries(termNames.map((name, t) => [name, terms[p * termNames.length + t]]));
					const expected = termsOf(rows, own, self, k, p, 1.7, 0.4);
					for (const name of termNames) expect(told[name], `${name} of ${p}`).toBeCloseTo(expected[name], 4);
				}
			}),
			{ seed: 5, numRuns: 300 }
		);
	});
});
