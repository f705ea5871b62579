import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { benjaminiHochberg, normalOfT, normalTail } from '../../../src/lib/core/evaluation/normal.js';
import { logLoss } from '../../../src/lib/core/evaluation/metrics.js';
import { SliceTally } from '../../../src/lib/core/evaluation/slices.js';
import type { Slice, SliceReport } from '../../../src/lib/core/evaluation/types.js';
import type { Examples, FeatureDefinition } from '../../../src/lib/core/features/types.js';
import { Random } from '../../../src/lib/core/random.js';
import { sigmoid, tinyExamples } from './tiny.js';

const feature = (name: string, kind: FeatureDefinition['kind'], values?: readonly string[]): FeatureDefinition => ({
	...{ name, scope: 'customer', kind, unit: '', meaning: '', source: '' },
	...(values && { values })
});
const features = {
	customer: [feature('region', 'category', ['north', 'south', 'west']), feature('high_value_customer', 'flag'), feature('total_orders', 'number'), feature('return_rate', 'number')],
	product: []
};

interface Drawn {
	readonly examples: Examples;
	readonly p: Float32Array;
	readonly dense: readonly (readonly number[])[];
}

/** Customers with features that move their probabilities, and labels drawn from those after `bend` (in logits). */
function draw(customers: number, products: number, seed: string, bend: (x: Float32Array) => number = () => 0): Drawn {
	const random = new Random(seed);
	const x = new Float32Array(customers * 4);
	const p = new Float32Array(customers * products);
	const dense = Array.from({ length: customers }, (_, r) => {
		const own = x.subarray(r * 4, r * 4 + 4);
		own.set([random.next() < 0.05 ? NaN : random.integer(3), random.next() < 0.3 ? 1 : 0, 1 + random.integer(8), random.next()]);
		return Array.from({ length: products }, (_, j) => {
			const z = -2 + own[2] / 4 + (own[1] ? 0.7 : 0) + random.normal() - j / 4;
			p[r * products + j] = sigmoid(z);
			return random.next() < sigmoid(z + bend(own)) ? 1 : 0;
		});
	});
	return { examples: { ...tinyExamples(dense), features, x }, p, dense };
}

function report({ examples, p }: Drawn): SliceReport {
	const tally = new SliceTally(examples);
	const cut = Math.floor(examples.rows / 3) * examples.book.products.length;
	tally.add(p.subarray(0, cut));
	tally.add(p.subarray(cut));
	return tally.report();
}

const words = ({ conditions }: Slice) => conditions.map(({ feature: name, is, value }) => `${name} ${is} ${value ?? ''}`.trim()).join(' and ');

describe('SliceTally', () => {
	it('measures each slice on the pairs of its customers', () => {
		const drawn = draw(300, 4, 'measure');
		const { slices, tested } = report(drawn);
		expect(tested).toBeGreaterThan(8);
		expect(slices.map(words)).toEqual(expect.arrayContaining(['region word south', 'high_value_customer yes', 'high_value_customer no']));
		const south = slices.find((s) => words(s) === 'region word south');
		const pairs: [number, number][] = [];
		drawn.dense.forEach((labels, r) => drawn.examples.x[r * 4] === 1 && labels.forEach((label, j) => pairs.push([drawn.p[r * 4 + j], label])));
		const mean = (of: (p: number, y: number) => number) => pairs.reduce((sum, [p, y]) => sum + of(p, y), 0) / pairs.length;
		expect(south).toMatchObject({ pairs: pairs.length, customers: pairs.length / 4 });
		expect(south?.log_loss).toBeCloseTo(logLoss(pairs.map(([p]) => p), pairs.map(([, y]) => y)), 9);
		expect(south?.gap).toBeCloseTo(mean((p, y) => p - y), 6);
		expect(south?.predicted).toBeCloseTo(mean((p) => p), 6);
		expect(south?.bought).toBeCloseTo(mean((_, y) => y), 9);
		const entropy = mean((p) => -p * Math.log(p) - (1 - p) * Math.log(1 - p));
		expect(south?.excess).toBeCloseTo((south?.log_loss ?? NaN) - entropy, 6);
		for (const s of slices) {
			expect(s.log_loss_low < s.log_loss && s.log_loss < s.log_loss_high).toBe(true);
			expect(s.gap_low < s.gap && s.gap < s.gap_high).toBe(true);
			expect(s.q_value).toBeGreaterThanOrEqual(s.p_value);
		}
		expect(slices.map((s) => s.q_value)).toEqual(slices.map((s) => s.q_value).toSorted((a, b) => a - b));
	});

	it('has the interval that repeating it would show', () => {
		const runs = Array.from({ length: 120 }, (_, i) => report(draw(180, 3, `again ${i}`)).slices.find((s) => words(s) === 'high_value_customer no'));
		const covered = runs.filter((s) => s && s.gap_low <= 0 && 0 <= s.gap_high).length / runs.length;
		expect(covered).toBeGreaterThan(0.88);
		expect(covered).toBeLessThan(1);
	});

	it('finds who is judged wrongly, and calls it by name', () => {
		const found = report(draw(900, 5, 'planted', (x) => (x[0] === 2 ? -1.2 : 0))).slices;
		expect(words(found[0])).toBe('region word west');
		expect(found[0].q_value).toBeLessThan(0.001);
		expect(found[0].gap).toBeGreaterThan(0.05);
	});

	it('finds a segment of two conditions where neither alone is as bad', () => {
		const found = report(draw(3000, 5, 'crossed', (x) => (x[0] === 1 && x[1] === 1 ? 1.5 : 0))).slices;
		expect(words(found[0])).toBe('region word south and high_value_customer yes');
		expect(found[0].gap).toBeLessThan(-0.1);
	});

	it('does not blame customers who only are harder to tell', () => {
		const { slices } = report(draw(2000, 5, 'harder'));
		const loss = slices.map((s) => s.log_loss);
		expect(Math.max(...loss) - Math.min(...loss)).toBeGreaterThan(0.1);
		expect(slices[0].q_value).toBeGreaterThan(0.05);
	});

	it('finds no more than chance would where nothing is wrong, nor among shuffled labels', () => {
		let drawnRight = 0;
		let shuffled = 0;
		const runs = 100;
		for (let run = 0; run < runs; run++) {
			const drawn = draw(240, 4, `null ${run}`);
			if (report(drawn).slices.some((s) => s.q_value < 0.05)) drawnRight++;
			const rates = Array.from({ length: 4 }, (_, j) => drawn.dense.reduce((sum, labels) => sum + labels[j], 0) / 240);
			const dense = new Random(`shuffle ${run}`).shuffle([...drawn.dense]);
			const examples = { ...tinyExamples(dense), features, x: drawn.examples.x };
			const p = Float32Array.from({ length: 240 * 4 }, (_, i) => rates[i % 4]);
			if (report({ examples, p, dense }).slices.some((s) => s.q_value < 0.05)) shuffled++;
		}
		expect(drawnRight / runs).toBeLessThan(0.12);
		expect(shuffled / runs).toBeLessThan(0.12);
	});

	it('needs thirty customers on either side, and every row', () => {
		expect(report(draw(59, 3, 'few'))).toEqual({ tested: 0, slices: [] });
		const { examples, p } = draw(80, 3, 'rows');
		const tally = new SliceTally(examples);
		tally.add(p.subarray(0, 30));
		expect(() => tally.report()).toThrow('evaluation.rows');
	});

	it('leaves out pairs that are not asked', () => {
		const dense = Array.from({ length: 80 }, (_, r) => [r % 2, 2, r % 3 ? 0 : 1]);
		const x = Float32Array.from({ length: 320 }, (_, i) => (i % 4 === 1 ? Math.floor(i / 4) % 2 : 1));
		const { slices } = report({ examples: { ...tinyExamples(dense), features, x }, p: new Float32Array(240).fill(0.4), dense });
		expect(slices.find((s) => words(s) === 'high_value_customer yes')).toMatchObject({ customers: 40, pairs: 80 });
	});
});

describe('p-values', () => {
	it('know the normal tail', () => {
		const known = [[0, 0.5], [1.959963985, 0.025], [-1.644853627, 0.95], [5, 2.866515719e-7]];
		for (const [z, p] of known) expect(normalTail(z) / p).toBeCloseTo(1, 5);
		// Student's t with 10 degrees of freedom: 2.228139 leaves 2.5 % above it, with 29, 2.756386 leaves .5 %.
		expect(normalTail(normalOfT(2.228139, 10))).toBeCloseTo(0.025, 4);
		expect(normalTail(normalOfT(-2.756386, 29))).toBeCloseTo(0.995, 5);
	});

	it('are adjusted as Benjamini and Hochberg do', () => {
		const adjusted = benjaminiHochberg([0.01, 0.04, 0.03, 0.005, 0.8]);
		[0.025, 0.05, 0.05, 0.025, 0.8].forEach((q, i) => expect(adjusted[i]).toBeCloseTo(q, 12));
		fc.assert(
			fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 20 }), (p) => {
				const q = benjaminiHochberg(p);
				p.forEach((a, i) => {
					expect(q[i] >= a * (1 - 1e-12) && q[i] <= 1).toBe(true);
					p.forEach((b, j) => a < b && expect(q[i]).toBeLessThanOrEqual(q[j]));
				});
			})
		);
	});
});
