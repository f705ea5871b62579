import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { selectRows } from '../../../../src/lib/core/features/examples.js';
import type { Examples } from '../../../../src/lib/core/features/types.js';
import { neural } from '../../../../src/lib/core/models/neural/index.js';
import { transformer } from '../../../../src/lib/core/models/transformer/index.js';
import type { Checkpoint, EncodedModel, FitContext } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { logLoss, simulateEver } from '../neural/simulated.js';
import { chainBook, chainExamples } from './chain.js';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const book = chainBook(560, 10, 1);
const train = chainExamples(book, 0, 400);
const validation = chainExamples(book, 400, 460);
const test = chainExamples(book, 460, 560);
const context = (changes: Partial<FitContext> = {}): FitContext => ({
	seed: 1,
	validation,
	report: () => {},
	pool: inline({}),
	...changes
});
const quick = { ...transformer.defaults, width: 8, hidden: [8], own: 4, epochs: 2 };

describe('the transformer', () => {
	it('learns what follows what, which the features alone do not tell, and leaves no tensor behind', async () => {
		const tensors = tf.memory().numTensors;
		const { model } = await transformer.fit(train, { ...transformer.defaults, width: 16, hidden: [32], learningRate: 0.005, epochs: 12 }, context());
		expect(tf.memory().numTensors).toBe(tensors);
		const { model: plain } = await neural.fit(train, { ...neural.defaults, epochs: 12 }, context());
		expect(logLoss(model.predict(test), test)).toBeLessThan(0.75 * logLoss(plain.predict(test), test));
	});

	it('looks at nothing that was bought at or after the moment', async () => {
		const { model } = await transformer.fit(train, quick, context());
		const later: Examples = {
			...test,
			book: { ...test.book, lineProduct: test.book.lineProduct.slice() }
		};
		for (let r = 0; r < test.rows; r++) {
			const cut = test.book.customerOrders[test.customer[r]] + test.cut[r];
			const isLatest = r + 1 === test.rows || test.customer[r + 1] !== test.customer[r];
			if (!isLatest) continue;
			for (let line = test.book.orderLines[cut]; line < test.book.orderLines[cut + 1]; line++)
				later.book.lineProduct[line] = (later.book.lineProduct[line] + 1) % 13;
		}
		expect(later.book.lineProduct).not.toEqual(test.book.lineProduct);
		expect(model.predict(later)).toEqual(model.predict(test));
	});

	it('answers a row the same whatever rows are asked with it', async () => {
		const { model } = await transformer.fit(train, quick, context());
		const together = model.predict(test);
		const products = book.products.length;
		for (const row of [0, 17, test.rows - 1]) {
			const alone = model.predict(selectRows(test, Int32Array.of(row)));
			alone.forEach((p, k) => expect(p).toBeCloseTo(together[row * products + k], 6));
		}
	});

	it('gives the same model for the same seed, to the bit, also after a break', async () => {
		const { model } = await transformer.fit(train, quick, context());
		const again = await transformer.fit(train, quick, context());
		expect(again.model.encode()).toEqual(model.encode());
		const kept: Checkpoint[] = [];
		const checkpoint = { every: 0, save: (state: Checkpoint) => void kept.push(structuredClone(state)) };
		await transformer.fit(train, quick, context({ checkpoint }));
		const resumed = await transformer.fit(train, quick, context({ resume: kept[Math.floor(kept.length / 2)] }));
		expect(resumed.model.encode()).toEqual(model.encode());
	});

	it('comes back from its encoding, and refuses a damaged one', async () => {
		const { model } = await transformer.fit(train, quick, context());
		const encoded = structuredClone(model.encode());
		expect(transformer.decode(encoded).predict(test)).toEqual(model.predict(test));
		const damaged: EncodedModel[] = [
			{ ...encoded, meta: { ...encoded.meta, heads: 3 } },
			{ ...encoded, meta: { ...encoded.meta, width: 1e9 } },
			{ ...encoded, meta: { ...encoded.meta, hidden: [] } },
			{ ...encoded, buffers: { ...encoded.buffers, factScale: new Float32Array(4).fill(NaN) } },
			{ ...encoded, buffers: { ...encoded.buffers, parameters: new Float32Array(5) } }
		];
		for (const broken of damaged)
			expect(() => transformer.decode(broken)).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});

	it('has no answer to the question ever, and says so', async () => {
		await expect(transformer.fit(simulateEver(20, 3, 1), quick, context())).rejects.toMatchObject({
			code: 'model.unsuited_question'
		});
	});

	it('refuses sizes that do not fit together', async () => {
		for (const wrong of [{ heads: 3 }, { hidden: [] }, { layers: 0 }, { window: 0.5 }, { batch: 0 }])
			await expect(transformer.fit(train, { ...quick, ...wrong }, context())).rejects.toMatchObject({ code: 'model.bad_option' });
	});
});
