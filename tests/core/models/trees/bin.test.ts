import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyBins, binColumns, binTable } from '../../../../src/lib/core/models/trees/index.js';
import { Random } from '../../../../src/lib/core/random.js';

const number = fc.oneof(fc.float(), fc.constantFrom(NaN, Infinity, -Infinity, 0, -0, 1e30, 1e-30), fc.integer({ min: 0, max: 9 }));
const column = fc.array(number, { minLength: 1, maxLength: 300 }).map((values) => Float32Array.from(values));

describe('binColumns', () => {
	it('puts a number above as many edges as its bin says, and only what is missing into bin 0', () => {
		fc.assert(
			fc.property(column, fc.integer({ min: 2, max: 255 }), (values, maxBins) => {
				const { bins, data } = binColumns([values], ['number'], maxBins);
				const edges = bins.edges[0];
				expect(edges.length).toBeLessThan(maxBins);
				edges.forEach((edge, i) => i && expect(edge).toBeGreaterThan(edges[i - 1]));
				values.forEach((value, row) => {
					const below = edges.filter((edge) => edge < value).length;
					expect(data[row]).toBe(Number.isNaN(value) ? 0 : below + 1);
				});
			})
		);
	});

	it('keeps few values apart, with the edge half-way between', () => {
		const { bins, data } = binColumns([Float32Array.of(5, 1, 1, 3, NaN)], ['number'], 3);
		expect([...bins.edges[0]]).toEqual([2, 4]);
		expect([...data]).toEqual([3, 1, 1, 2, 0]);
	});

	it('fills bins about equally, and gives a frequent value one to itself', () => {
		const random = new Random(1);
		const values = Float32Array.from({ length: 10_000 }, (_, row) => (row % 2 ? 0 : Math.exp(4 * random.normal())));
		const { data } = binColumns([values], ['number'], 20);
		const counts = new Uint32Array(22);
		for (const bin of data) counts[bin]++;
		expect(counts[1]).toBe(5000);
		for (let bin = 2; bin <= 20; bin++) expect(Math.abs(counts[bin] - 5000 / 19)).toBeLessThan(30);
	});

	it('gives categories bins of their own, the rare ones together where there are too many', () => {
		const codes = Float32Array.from([...Array.from({ length: 300 }, (_, i) => i), ...Array.from({ length: 300 }, (_, i) => i % 10), -1, NaN]);
		const { bins, data } = binColumns([codes], ['category'], 12);
		expect(new Set(data.subarray(0, 10)).size).toBe(10);
		expect(new Set(data.subarray(20, 300))).toEqual(new Set([12]));
		expect([...data.subarray(600)]).toEqual([0, 0]);
		expect([...applyBins(bins, [Float32Array.of(999, 3)]).data]).toEqual([0, data[3]]);
	});

	it('bins a table of rows as it does columns', () => {
		const columns = [Float32Array.of(1, 2, 3), Float32Array.of(2, 0, -1)];
		const binned = binColumns(columns, ['number', 'category']);
		expect(binTable(binned.bins, Float32Array.of(1, 2, 2, 0, 3, -1), 3).data).toEqual(binned.data);
	});
});
