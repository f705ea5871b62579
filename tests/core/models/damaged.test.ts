import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { describe, expect, it } from 'vitest';
import { selectRows } from '../../../src/lib/core/features/examples.js';
import { defaultQuestion } from '../../../src/lib/core/features/questions.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { families } from '../../../src/lib/core/models/families.js';
import { treeTasks } from '../../../src/lib/core/models/trees/index.js';
import type { EncodedModel } from '../../../src/lib/core/models/types.js';
import { inline } from '../../../src/lib/core/parallel.js';
import { silent } from '../../../src/lib/core/progress.js';
import { splitExamples, trainModels } from '../../../src/lib/core/project/train.js';
import { Random } from '../../../src/lib/core/random.js';
import { smallShop } from '../../fixtures/shop.js';

const TRIES = 100;
const odd = [NaN, Infinity, -Infinity, -1, 0, 1, 2, 0.5, 1e-320, 1e38, 1e300, -1e300, 2 ** 31 - 1, 65_535];
const small = { forest: { trees: 4 }, boosted: { trees: 6 }, renewal: { trees: 4, basketTrees: 4, timingTrees: 6, spans: 4 }, neural: { hidden: [4], epochs: 1 }, transformer: { width: 8, heads: 2, hidden: [8], epochs: 1 } };
const pick = <T>(random: Random, from: readonly T[]): T => from[random.integer(from.length)];

const book = smallShop(60, 4);
const question = defaultQuestion(book);
await tf.setBackend('cpu');
const { models } = await trainModels(book, question, { families: [...families.keys()], options: small, seed: 1, threshold: 0.5, pool: inline(treeTasks), now: '2026-01-01T00:00:00Z' }, silent);
const rows = selectRows(splitExamples(book, question, 1).test, Int32Array.of(0, 1, 2));

/** The value with one of its numbers, drawn by chance, replaced. */
function withOdd(value: unknown, random: Random): unknown {
	if (typeof value === 'number') return pick(random, odd);
	if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value;
	const entries = Object.entries(value);
	const at = random.integer(Math.max(1, entries.length));
	const changed = entries.map(([key, own], i): [string, unknown] => [key, i === at ? withOdd(own, random) : own]);
	return Array.isArray(value) ? changed.map(([, own]) => own) : Object.fromEntries(changed);
}

/** The model with one buffer cut short, filled or changed in one place, or with one number of its description changed. */
function damaged(encoded: EncodedModel, random: Random): EncodedModel {
	if (random.integer(2)) return { ...encoded, meta: withOdd(encoded.meta, random) as EncodedModel['meta'] };
	const name = pick(random, Object.keys(encoded.buffers));
	const own = encoded.buffers[name].slice();
	const [kind, value] = [random.integer(3), pick(random, odd)];
	if (kind === 0) own.fill(value);
	else if (own.length) own[random.integer(own.length)] = value;
	return { ...encoded, buffers: { ...encoded.buffers, [name]: kind === 1 ? own.slice(0, random.integer(own.length + 1)) : own } };
}

describe.each(models.map(({ family, model }) => [family, model] as const))('a damaged %s', (family, encoded) => {
	it('is refused, or answers with probabilities, whatever was done to it', () => {
		let refused = 0;
		for (let seed = 0; seed < TRIES; seed++) {
			const other = damaged(encoded, new Random(`${family} ${seed}`));
			let p: Float32Array | undefined;
			try {
				p = decodeModel(other).predict(rows);
			} catch (error) {
				expect(error, `seed ${seed}`).toMatchObject({ code: 'model.damaged' });
				refused++;
				continue;
			}
			expect(p.length, `seed ${seed}`).toBe(rows.rows * book.products.length);
			expect(p.every((own) => own >= 0 && own <= 1), `seed ${seed}`).toBe(true);
		}
		expect(refused).toBeGreaterThan(TRIES / 6);
	});
});

describe('a renewal model of the file', () => {
	const encoded = models.find(({ family }) => family === 'renewal')?.model;

	it.each([
		['that asks for a table without end', (meta: EncodedModel['meta']) => ({ ...meta, horizon: 1e38 })],
		['whose gaps are no numbers', ({ hazard, ...meta }: EncodedModel['meta']) => ({ ...meta, hazard: JSON.parse(JSON.stringify(hazard).replace(/"mean":[^,]+/, '"mean":-1e300')) })]
	])('%s is refused', (_, change) => {
		if (!encoded) throw new Error('not trained');
		expect(() => decodeModel({ ...encoded, meta: change(encoded.meta) })).toThrow(expect.objectContaining({ code: 'model.damaged' }));
	});
});
