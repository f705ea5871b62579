import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../../../src/lib/core/evaluation/calibration.js';
import { calibrate, calibrateProduct } from '../../../src/lib/core/evaluation/calibration-map.js';
import { calibrated, decodeCalibrated } from '../../../src/lib/core/models/calibrated.js';
import type { EncodedModel, Model } from '../../../src/lib/core/models/types.js';
import { noFeatures, simulate } from '../evaluation/tiny.js';

const { examples, truth } = simulate(300, 4, 1.5, 'calibrated');

/** Answers `raw` for the examples above, and the table's first column for one product. */
function fixed(raw: Float32Array): Model {
	return {
		family: 'forest',
		features: noFeatures,
		products: examples.book.products,
		predict: () => raw,
		predictProduct: (_product, table) => table,
		encode: () => ({
			...{ family: 'forest', version: 3, features: noFeatures, products: examples.book.products },
			meta: { trees: 7 },
			buffers: { raw }
		})
	};
}
const decodeFixed = (encoded: EncodedModel) => {
	expect(Object.keys(encoded.buffers)).toEqual(['raw']);
	expect(encoded.meta).toEqual({ trees: 7 });
	return fixed(encoded.buffers.raw as Float32Array);
};

describe('calibrated', () => {
	const bends: [string, (p: number) => number][] = [
		['power', (p) => p ** 0.3],
		['steps', (p) => (p > 0.2 ? 0.9 : p > 0.1 ? 0.5 : 0.45)],
		['straight', (p) => p]
	];
	it.each(bends)('answers, stores and restores: %s', (_, bend) => {
		const raw = truth.map(bend);
		const calibration = fitCalibration(raw, examples, { seed: 1 });
		const model = calibrated(fixed(raw), calibration);
		expect(model.predict(examples)).toEqual(calibrate(calibration.map, raw));
		const column = raw.filter((_, i) => i % 4 === 2);
		expect(model.predictProduct?.(2, column, column.length)).toEqual(model.predict(examples).filter((_, i) => i % 4 === 2));
		const encoded = model.encode();
		expect(encoded).toMatchObject({ family: 'forest', version: 3 });
		// What JSON cannot say would be lost on the way to a file.
		expect(JSON.parse(JSON.stringify(encoded.meta))).toEqual(encoded.meta);
		const again = decodeCalibrated(encoded, decodeFixed);
		expect(again.predict(examples)).toEqual(model.predict(examples));
		expect(again.encode()).toEqual(encoded);
	});

	it('answers for one product and for coalitions by the map of that very product', () => {
		const { map, ...calibration } = fitCalibration(truth, examples, { seed: 1 });
		const shifted = { ...calibration, map: { ...map, offset: Float64Array.of(0, 1, -1, 2) } };
		const worths = Float64Array.of(0.1, 0.2, 0.4, 0.8);
		const inner: Model = {
			...fixed(truth),
			coalitions: () => worths,
			effectiveCoalitions: () => ({ groups: Int32Array.of(1, 3), worths })
		};
		const model = calibrated(inner, shifted);
		const none = [new Float32Array(1), new Float32Array(1), []] as const;
		for (let product = 0; product < 4; product++) {
			const expected = calibrateProduct(shifted.map, product, worths);
			expect([...expected]).not.toEqual([...calibrateProduct(shifted.map, (product + 1) % 4, worths)]);
			expect(model.predictProduct(product, Float32Array.from(worths), 4)).toEqual(calibrateProduct(shifted.map, product, Float32Array.from(worths)));
			expect(model.coalitions?.(product, ...none)).toEqual(expected);
			expect(model.effectiveCoalitions?.(product, ...none)).toEqual({ groups: Int32Array.of(1, 3), worths: expected });
		}
	});

	it('leaves a model without calibration as it is', () => {
		expect('calibration' in decodeCalibrated(fixed(truth).encode(), decodeFixed)).toBe(false);
	});

	it('names knots that do not rise', () => {
		const calibration = fitCalibration(truth, examples, { seed: 1 });
		const stored = (x: number[], y: number[]) => {
			const knots = { x: Float64Array.from(x), y: Float64Array.from(y) };
			return calibrated(fixed(truth), { ...calibration, kind: 'isotonic', map: { ...calibration.map, knots } }).encode();
		};
		expect(decodeCalibrated(stored([0, 1, 2], [0, 3, 4]), decodeFixed).predict(examples)).toHaveLength(truth.length);
		for (const [x, y] of [[[0, 1, 1], [0, 3, 4]], [[0, 1, 2], [0, 3, 3]], [[0, 1], [0, 1, 2]], [[], []]])
			expect(() => decodeCalibrated(stored(x, y), decodeFixed)).toThrow('model.damaged');
	});

	it('names damage', () => {
		const encoded = calibrated(fixed(truth), fitCalibration(truth, examples, { seed: 1 })).encode();
		const { calibration } = encoded.meta;
		const damaged: Partial<EncodedModel>[] = [
			{ meta: { ...encoded.meta, calibration: { ...(calibration as object), kind: 'spell' } } },
			{ meta: { ...encoded.meta, calibration: { ...(calibration as object), odds: -1 } } },
			{ meta: { ...encoded.meta, calibration: { ...(calibration as object), kind: 'isotonic' } } },
			{ meta: { ...encoded.meta, calibration: 5 } },
			{ buffers: { ...encoded.buffers, 'calibration.offset': new Float64Array(3) } },
			{ buffers: { ...encoded.buffers, 'calibration.rateLogit': new Float64Array(4).fill(NaN) } }
		];
		for (const part of damaged)
			expect(() => decodeCalibrated({ ...encoded, ...part }, decodeFixed)).toThrow('model.damaged {"family":"forest"}');
	});
});
