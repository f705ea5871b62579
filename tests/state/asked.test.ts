import { describe, expect, it } from 'vitest';
import { LikelyError } from '../../src/lib/core/errors.js';
import { Asked } from '../../src/lib/state/asked.svelte.js';
import { fakeEngine } from '../ui/fake-engine.js';

describe('a question that takes a while', () => {
	it('is answered by the newest, shows its progress alone, and keeps the last answer on a cancel', async () => {
		const waiting: { request: number; report: (done: number) => void; settle: (answer: number) => void; fail: (error: unknown) => void }[] = [];
		const asked = new Asked<number, number>(
			async () => fakeEngine(),
			(_, request, report) =>
				new Promise((settle, fail) => waiting.push({ request, settle, fail, report: (done) => report({ stage: 's', done, total: 10 }) })),
			async () => waiting.at(-1)?.fail(new LikelyError('cancelled'))
		);
		const first = asked.ask(1);
		const second = asked.ask(2);
		await Promise.resolve();
		await Promise.resolve();
		waiting[0].report(9);
		waiting[1].report(3);
		expect(asked.busy.share).toBe(0.3);
		waiting[0].settle(10);
		await first;
		expect([asked.answer, asked.busy.running]).toEqual([undefined, true]);
		waiting[1].settle(20);
		await second;
		expect([asked.answer, asked.request, asked.busy.running]).toEqual([20, 2, false]);
		const third = asked.ask(3);
		await Promise.resolve();
		await asked.cancel();
		await third;
		expect([asked.answer, asked.failure, asked.busy.running]).toEqual([20, undefined, false]);
	});
});
