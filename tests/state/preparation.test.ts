import { expect, it } from 'vitest';
import type { Progress } from '../../src/lib/core/progress.js';
import { PreparationState } from '../../src/lib/state/preparation.svelte.js';
import { fakeEngine } from '../ui/fake-engine.js';

it('follows what is made ready, once, until it is', async () => {
	const listeners: ((progress: Progress | undefined) => void)[] = [];
	const state = new PreparationState(async () => fakeEngine({ onPreparation: async (report) => void listeners.push(report) }));
	expect(state.share).toBeUndefined();
	await Promise.all([state.follow(), state.follow()]);
	expect(listeners).toHaveLength(1);
	listeners[0]({ stage: 'answers', done: 25, total: 100 });
	expect(state.share).toBe(0.25);
	listeners[0](undefined);
	expect(state.share).toBeUndefined();
});

it('is one bar through its stages, and can be ended', async () => {
	let hear: (progress: Progress | undefined) => void = () => {};
	let ended = 0;
	const state = new PreparationState(async () => fakeEngine({ onPreparation: async (report) => void (hear = report), stopPreparation: async () => void ended++ }));
	await state.follow();
	hear({ stage: 'answers', done: 100, total: 100, whole: 0.8 });
	hear({ stage: 'tested', done: 0, total: 10, whole: 0.8 });
	expect([state.share, state.busy.stage]).toEqual([0.8, 'tested']);
	await state.cancel();
	expect([ended, state.busy.cancelling]).toEqual([1, true]);
	hear(undefined);
	expect(state.busy.running).toBe(false);
});

it('is shown by the page that waits for it, as long as it does', () => {
	const state = new PreparationState(async () => fakeEngine({}));
	const ends = [state.await(), state.await()];
	ends[0]();
	expect(state.awaited).toBe(true);
	ends[1]();
	expect(state.awaited).toBe(false);
});
