import { describe, expect, it } from 'vitest';
import { fitCalibration } from '../../../../../src/lib/core/evaluation/calibration.js';
import type { CalibrationMap } from '../../../../../src/lib/core/evaluation/calibration-map.js';
import { onnxFile } from '../../../../../src/lib/core/export/onnx.js';
import type { Examples } from '../../../../../src/lib/core/features/types.js';
import { boosted } from '../../../../../src/lib/core/models/boosted/index.js';
import { calibrated } from '../../../../../src/lib/core/models/calibrated.js';
import { forest } from '../../../../../src/lib/core/models/forest/index.js';
import { treeTasks } from '../../../../../src/lib/core/models/trees/index.js';
import type { Model } from '../../../../../src/lib/core/models/types.js';
import { inline } from '../../../../../src/lib/core/parallel.js';
import { readOnnx } from '../../neural/export/onnx-reader.js';
import { shop } from '../shop.js';

const products = 3;
const { examples: train } = shop(400, products);
const { examples: validation } = shop(200, products, 5);
const { examples: test } = shop(60, products, 2);
const context = { seed: 2, validation, report: () => {}, pool: inline(treeTasks) };
const models: Record<string, Promise<{ model: Model }>> = {
	forest: forest.fit(train, { ...forest.defaults, trees: 5, minLeaf: 3 }, context),
	boosted: boosted.fit(train, { ...boosted.defaults, trees: 10 }, context),
	'boosted with a product that nobody bought': boosted.fit(without(train, 1), { ...boosted.defaults, trees: 5 }, context)
};

/** The same, where nobody buys that product. */
function without(examples: Examples, product: number): Examples {
	if (!examples.labels) throw new Error('no labels');
	const { start, product: bought } = examples.labels;
	const kept = Array.from({ length: examples.rows }, (_, r) => [...bought.subarray(start[r], start[r + 1])].filter((p) => p !== product));
	const from = new Int32Array(examples.rows + 1);
	kept.forEach((list, r) => (from[r + 1] = from[r] + list.length));
	return { ...examples, labels: { start: from, product: Int32Array.from(kept.flat()) } };
}

/** What the file answers for the test rows, of which one has an unknown category and one lies on a threshold. */
function answers(file: Uint8Array, examples: Examples): readonly number[] {
	const own = examples.features.product.length;
	const product = new Float32Array(examples.rows * products * own);
	for (let pair = 0; pair < examples.rows * products; pair++) product.set(examples.absentX, pair * own);
	for (let r = 0; r < examples.rows; r++)
		for (let e = examples.entries.start[r]; e < examples.entries.start[r + 1]; e++)
			product.set(examples.entryX.subarray(e * own, (e + 1) * own), (r * products + examples.entries.product[e]) * own);
	const customer = { shape: [examples.rows, examples.features.customer.length], values: [...examples.x] };
	const p = readOnnx(file).run({ customer, product: { shape: [examples.rows, products, own], values: [...product] } });
	expect(p.shape).toEqual([examples.rows, products]);
	return p.values;
}

function compare(model: Model): void {
	const x = test.x.slice();
	x[3] = 17;
	const asked = { ...test, x };
	const expected = model.predict(asked);
	const given = answers(onnxFile(model.encode()), asked);
	given.forEach((p, i) => expect(Math.abs(p - expected[i])).toBeLessThan(1e-6));
}

const map: CalibrationMap = {
	...{ clip: 1e-6, bias: 0.2, odds: 1.3, against: 0.8, popularity: 0.4 },
	rateLogit: Float64Array.of(-1, -2, 0.5),
	offset: Float64Array.of(0.1, 0, -0.2)
};
const knots = { x: Float64Array.of(-3, -1, 0.5), y: Float64Array.of(-2, -1.5, 1) };

describe.each(Object.keys(models))('ONNX of %s', (name) => {
	it('answers as the model does', async () => compare((await models[name]).model));

	it.each([
		['a map', map],
		['knots', { ...map, knots }],
		['a single knot', { ...map, knots: { x: Float64Array.of(-1), y: Float64Array.of(-0.5) } }],
		['popularity alone', { ...map, odds: 0, against: 0 }]
	])('and as it does calibrated by %s', async (_, own) => {
		const { model } = await models[name];
		compare(calibrated(model, { kind: 'knots' in own ? 'isotonic' : 'beta', map: own, spread: 0, logLoss: 0.3, candidates: [] }));
	});
});

describe('ONNX of a model that was calibrated on customers', () => {
	it('answers calibrated, and names what it takes', async () => {
		const { model } = await models.forest;
		const own = calibrated(model, fitCalibration(model.predict(validation), validation, { seed: 1 }));
		compare(own);
		const { metadata, inputs } = readOnnx(onnxFile(own.encode()));
		expect(inputs).toEqual(['customer', 'product']);
		expect(JSON.parse(metadata.products)).toEqual(model.products);
		expect(JSON.parse(metadata.customer)[3]).toEqual({ name: 'region', values: ['N', 'S', 'E', 'W'] });
	});

	it('is refused for families that ONNX has no words for', async () => {
		const encoded = { ...(await models.forest).model.encode(), family: 'popularity' as const };
		expect(() => onnxFile(encoded)).toThrow();
	});
});
