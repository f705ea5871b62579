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
