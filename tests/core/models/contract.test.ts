import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { baselineVector } from '../../../src/lib/core/explanation/baseline.js';
import { explainPair } from '../../../src/lib/core/explanation/explain.js';
import { selectRows } from '../../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { pairVector, productTable } from '../../../src/lib/core/features/table.js';
import type { Examples, Question } from '../../../src/lib/core/features/types.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { families } from '../../../src/lib/core/models/families.js';
import { asInputs, inputFeatures } from '../../../src/lib/core/models/inputs.js';
import type { FamilyName, FitContext, Model } from '../../../src/lib/core/models/types.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { splitExamples } from '../../../src/lib/core/project/train.js';
import { answers } from '../../../src/lib/core/project/try-all.js';
import { smallShop } from '../../fixtures/shop.js';

/** Small sizes: the suite is about the contract, not about skill. */
const quick: Partial<Record<FamilyName, Record<string, unknown>>> = {
	forest: { trees: 6, minLeaf: 20 },
	boosted: { trees: 8 },
	renewal: { trees: 6, basketTrees: 6, timingTrees: 8, spans: 4 },
	neural: { hidden: [6], epochs: 2 },
	transformer: { width: 8, heads: 2, hidden: [8], epochs: 1 }
};
const kinds = ['next', 'next-order', 'ever'] as const;
const book = smallShop(60, 4);
const splits = new Map(kinds.map((kind) => [kind, splitExamples(book, defaultQuestion(book, kind), 1)]));
const cases = [...families.keys()].flatMap((family) => kinds.filter((kind) => answers(family, defaultQuestion(book, kind))).map((kind) => [family, kind] as const));

function partsOf(kind: Question['kind']) {
	const split = splits.get(kind);
	if (!split) throw new Error(kind);
	return split;
}

async function fitted(family: FamilyName, kind: Question['kind'], changes: Partial<FitContext> = {}, train = partsOf(kind).train): Promise<Model> {
	const context = { seed: 3, validation: partsOf(kind).validation, report: () => {}, pool: inline(treeTasks), members: await membersOf(family, kind), ...changes };
	const entry = families.get(family);
	if (!entry) throw new Error(family);
	return (await entry.fit(train, quick[family] ?? {}, context)).model;
}

const members = new Map<string, Promise<Model[]>>();

/** What a blend has to be given. */
async function membersOf(family: FamilyName, kind: Question['kind']): Promise<Model[]> {
	if (family !== 'blend') return [];
	const known = members.get(kind) ?? Promise.all((['forest', 'neighbours'] as const).map((member) => fitted(member, kind)));
	members.set(kind, known);
	return known;
}

beforeAll(async () => {
	await tf.setBackend('cpu');
});

describe.each(cases)('%s, asked %s', (family, kind) => {
	const { test } = partsOf(kind);
	let model: Model;
	beforeAll(async () => {
		model = await fitted(family, kind);
	});

	it('answers every pair with a probability', () => {
		const p = model.predict(test);
		expect(p).toBeInstanceOf(Float32Array);
		expect(p.length).toBe(test.rows * book.products.length);
		expect(p.every((value) => value >= 0 && value <= 1)).toBe(true);
		expect(model.products).toEqual(book.products);
		expect(model.features).toEqual(test.features);
		expect(model.family).toBe(family);
	});

	it('is the same model to the bit for the same seed', async () => {
		expect((await fitted(family, kind)).encode()).toEqual(model.encode());
	});

	it('comes back from its encoding, answers the same to the bit and encodes the same', () => {
		const encoded = structuredClone(model.encode());
		const again = decodeModel(encoded);
		expect(again.predict(test)).toEqual(model.predict(test));
		expect(again.encode()).toEqual(model.encode());
		expect(JSON.parse(JSON.stringify(encoded.meta))).toEqual(encoded.meta);
	});

	it('answers a row the same whatever rows are asked with it', () => {
		const together = model.predict(test);
		for (const row of [0, test.rows - 1]) {
			const alone = model.predict(selectRows(test, Int32Array.of(row)));
			alone.forEach((p, j) => expect(p).toBeCloseTo(together[row * book.products.length + j], 6));
		}
	});

	it('looks at no label and at nothing that was bought at or after the moment', () => {
		expect(model.predict({ ...test, labels: undefined })).toEqual(model.predict(test));
		if (kind !== 'ever') expect(model.predict(withAnotherFuture(test))).toEqual(model.predict(test));
	});

	it('refuses every damaged buffer', () => {
		const encoded = model.encode();
		for (const name of Object.keys(encoded.buffers)) {
			const { [name]: lost, ...buffers } = encoded.buffers;
			expect(lost.length).toBeGreaterThanOrEqual(0);
			expect(() => decodeModel({ ...encoded, buffers }), name).toThrow(expect.objectContaining({ code: 'model.damaged' }));
		}
		expect(() => decodeModel({ ...encoded, products: [...encoded.products, 'more'] })).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});

	it('needs labels, and stops when it is cancelled', async () => {
		await expect(fitted(family, kind, {}, { ...partsOf(kind).train, labels: undefined })).rejects.toThrow(/no_labels|unlabelled/);
		if (family === 'popularity') return;
		await expect(fitted(family, kind, { signal: AbortSignal.abort() })).rejects.toThrow();
	});

	it('answers free vectors as it answers rows', () => {
		const p = model.predict(test);
		const inputs = asInputs(model, test);
		expect(inputs.features).toEqual(inputFeatures(model));
		for (const product of book.products.keys()) {
			const free = model.predictProduct(product, productTable(inputs, product), test.rows);
			free.forEach((value, row) => expect(value).toBeCloseTo(p[row * book.products.length + product], 6));
		}
	});

	it('shares its probability out over named parameters: the sum is exact, and what makes no difference gets nothing', () => {
		const p = model.predict(test);
		const inputs = asInputs(model, test);
		const features = inputFeatures(model);
		const products = book.products.length;
		for (const row of [0, 5, test.rows - 1]) {
			const product = row % products;
			const [current, baseline] = [pairVector(inputs, row, product), baselineVector(inputs, product)];
			const { probability, baseline: from, impacts } = explainPair(model, features, product, current, baseline);
			const sum = impacts.reduce((total, { impact }) => total + impact, from);
			expect(Math.abs(sum - p[row * products + product])).toBeLessThan(1e-6);
			expect(Math.abs(sum - probability)).toBeLessThan(1e-9);
			const same = explainPair(model, features, product, current, current);
			expect(same.impacts.every(({ impact }) => impact === 0)).toBe(true);
		}
	});
});

/** The same rows in a book whose later lines hold other products. */
function withAnotherFuture(examples: Examples): Examples {
	const lineProduct = examples.book.lineProduct.slice();
	for (let r = 0; r < examples.rows; r++) {
		const c = examples.customer[r];
		if (r + 1 < examples.rows && examples.customer[r + 1] === c) continue;
		const { customerOrders, orderLines, products } = examples.book;
		for (let line = orderLines[customerOrders[c] + examples.cut[r]]; line < orderLines[customerOrders[c + 1]]; line++)
			lineProduct[line] = (lineProduct[line] + 1) % products.length;
	}
	return { ...examples, book: { ...examples.book, lineProduct } };
}
