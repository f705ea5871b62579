import { describe, expect, it } from 'vitest';
import { Busy } from '../../src/lib/state/busy.svelte.js';

describe('Busy', () => {
	it('tells the time left of the stage from its own pace', () => {
		let now = 0;
		const busy = new Busy(() => now);
		busy.start();
		busy.report({ stage: 'reading', done: 0, total: 100 });
		expect([busy.share, busy.left]).toEqual([0, undefined]);
		now = 4000;
		busy.report({ stage: 'reading', done: 40, total: 100 });
		expect(busy.left).toBeCloseTo(6);
		busy.report({ stage: 'trees', done: 50, total: 100 });
		expect(busy.left).toBeUndefined();
		now = 6000;
		busy.report({ stage: 'trees', done: 75, total: 100 });
		expect(busy.left).toBeCloseTo(2);
	});

	it('tells the time left of the whole work where its share is known, whatever the stages', () => {
		let now = 0;
		const busy = new Busy(() => now);
		busy.start();
		now = 3000;
		busy.report({ stage: 'pairs', done: 0, total: 4, whole: 0.2 });
		expect([busy.share, busy.left]).toEqual([0.2, expect.closeTo(12)]);
		now = 6000;
		busy.report({ stage: 'trees', done: 1, total: 500, whole: 0.5 });
		expect([busy.share, busy.left]).toEqual([0.5, expect.closeTo(6)]);
	});

	it('knows no share without a total, and hears nothing after the end', () => {
		const busy = new Busy();
		busy.start();
		busy.report({ stage: 'store', done: 0, total: 0 });
		expect(busy.share).toBeUndefined();
		busy.end();
		busy.report({ stage: 'late', done: 1, total: 2 });
		expect(busy.stage).toBe('store');
	});
});
