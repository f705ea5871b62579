import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { beforeAll, describe, expect, it } from 'vitest';
import { neural } from '../../../../src/lib/core/models/neural/index.js';
import type { Checkpoint, FitContext } from '../../../../src/lib/core/models/types.js';
import { inline } from '../../../../src/lib/core/parallel.js';
import { simulate } from './simulated.js';

beforeAll(async () => {
	await tf.setBackend('cpu');
});

const train = simulate(1200, 8, 1).examples;
const validation = simulate(300, 8, 2).examples;
const options = { ...neural.defaults, hidden: [128, 64], epochs: 8, patience: 3, learningRate: 0.01 };
const context = (changes: Partial<FitContext> = {}): FitContext => ({
	seed: 1,
	validation,
	report: () => {},
	pool: inline({}),
	...changes
});

/** Trains until some steps of the epoch are done, then breaks off; what was kept last is what remains. */
async function breakOff(epoch: number): Promise<Checkpoint> {
	const controller = new AbortController();
	let kept: Checkpoint | undefined;
	const save = (state: Checkpoint) => {
		if (controller.signal.aborted) return;
		kept = structuredClone(state);
		if (Number(state.meta.epoch) >= epoch && Number(state.meta.step) >= 4) controller.abort();
	};
	const broken = neural.fit(train, options, context({ signal: controller.signal, checkpoint: { every: 0, save } }));
	await expect(broken).rejects.toMatchObject({ name: 'AbortError' });
	if (!kept) throw new Error('nothing kept');
	return kept;
}

describe('training that was broken off', () => {
	it.each([1, 2, 4])('comes to the same model as without a break, to the bit (epoch %i)', async (epoch) => {
		const whole = await neural.fit(train, options, context());
		const tensors = tf.memory().numTensors;
		const resume = await breakOff(epoch);
		expect(resume.meta).toMatchObject({ epoch, step: 4 });
		const resumed = await neural.fit(train, options, context({ resume }));
		expect(resumed.model.encode()).toEqual(whole.model.encode());
		expect(resumed.curve).toEqual(whole.curve);
		expect(resumed.facts).toEqual(whole.facts);
		expect(tf.memory().numTensors).toBe(tensors);
	});

	it('may be broken off again and again', async () => {
		const whole = await neural.fit(train, options, context());
		const first = await breakOff(2);
		const kept: Checkpoint[] = [];
		const checkpoint = { every: 0, save: (state: Checkpoint) => void kept.push(structuredClone(state)) };
		await neural.fit(train, options, context({ resume: first, checkpoint }));
		const resumed = await neural.fit(train, options, context({ resume: kept[Math.floor(kept.length / 2)] }));
		expect(resumed.model.encode()).toEqual(whole.model.encode());
	});

	it('is not taken up by another training', async () => {
		const resume = await breakOff(1);
		const other = [
			neural.fit(train, { ...options, dropout: 0.5 }, context({ resume })),
			neural.fit(train, options, context({ resume, seed: 2 })),
			neural.fit(simulate(1200, 8, 9).examples, options, context({ resume })),
			neural.fit(train, options, context({ resume, validation: train }))
		];
		for (const attempt of other) await expect(attempt).rejects.toMatchObject({ code: 'checkpoint.other' });
	});

	it.each([
		['cut short', (c: Checkpoint) => ({ ...c, buffers: { ...c.buffers, first: new Float32Array(3) } })],
		['without its curve', (c: Checkpoint) => ({ ...c, buffers: { ...c.buffers, curve: new Uint8Array(0) } })],
		['with numbers that are none', (c: Checkpoint) => ({ ...c, buffers: { ...c.buffers, best: c.buffers.best.map(() => NaN) } })],
		['with a step that is none', (c: Checkpoint) => ({ ...c, meta: { ...c.meta, step: 'two' } })]
	])('is refused where it is damaged: %s', async (_, damage) => {
		const resume = damage(await breakOff(1)) as Checkpoint;
		await expect(neural.fit(train, options, context({ resume }))).rejects.toMatchObject({ code: 'checkpoint.damaged' });
	});

	it('keeps no more than was asked for', async () => {
		let saved = 0;
		await neural.fit(train, options, context({ checkpoint: { every: 60_000, save: () => void saved++ } }));
		expect(saved).toBe(0);
	});
});
