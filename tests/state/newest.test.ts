import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { Newest } from '../../src/lib/state/newest.js';

/** Questions that are answered by hand. */
function desk() {
	const open: { request: number; answer: (value: number) => void; fail: () => void }[] = [];
	const ask = (request: number) =>
		new Promise<number>((resolve, reject) => open.push({ request, answer: resolve, fail: () => reject(new Error('no')) }));
	return { open, ask };
}
const turn = () => new Promise<void>((done) => setTimeout(done));

describe('Newest', () => {
	it('has one request in flight, drops what lies between, and paints only the newest', async () => {
		const { open, ask } = desk();
		const painted: number[] = [];
		const newest = new Newest(ask, (answer: number) => painted.push(answer), () => painted.push(-1));
		for (const request of [1, 2, 3, 4]) newest.request(request);
		expect(open.map((o) => o.request)).toEqual([1]);
		open[0].answer(10);
		await turn();
		expect(painted).toEqual([]);
		expect(open.map((o) => o.request)).toEqual([1, 4]);
		open[1].answer(40);
		await turn();
		expect(painted).toEqual([40]);
		expect(newest.pending).toBe(false);
	});

	it('passes interim answers on in order where they are wanted', async () => {
		const { open, ask } = desk();
		const painted: [number, boolean][] = [];
		const newest = new Newest(ask, (answer: number, _, latest) => painted.push([answer, latest]), () => undefined, { interim: true });
		newest.request(1);
		newest.request(2);
		open[0].answer(10);
		await turn();
		open[1].answer(20);
		await turn();
		expect(painted).toEqual([
			[10, false],
			[20, true]
		]);
	});

	it('stays silent about what was on its way when it was stopped', async () => {
		const { open, ask } = desk();
		const painted: number[] = [];
		const newest = new Newest(ask, (answer: number) => painted.push(answer), () => painted.push(-1), { interim: true });
		newest.request(1);
		newest.request(2);
		newest.stop();
		open[0].answer(10);
		await turn();
		expect(painted).toEqual([]);
		expect(open).toHaveLength(1);
	});

	it('stays silent about the past even if it is asked anew after a stop', async () => {
		const { open, ask } = desk();
		const painted: number[] = [];
		const newest = new Newest(ask, (answer: number) => painted.push(answer), () => painted.push(-1), { interim: true });
		newest.request(1);
		newest.stop();
		newest.request(2);
		open[0].answer(10);
		await turn();
		expect(painted).toEqual([]);
		open[1].answer(20);
		await turn();
		expect(painted).toEqual([20]);
	});

	it('reports a failure of the newest request only, and goes on', async () => {
		const { open, ask } = desk();
		const heard: string[] = [];
		const newest = new Newest(ask, (answer: number) => heard.push(`ok ${answer}`), () => heard.push('failed'));
		newest.request(1);
		newest.request(2);
		open[0].fail();
		await turn();
		expect(heard).toEqual([]);
		open[1].fail();
		await turn();
		expect(heard).toEqual(['failed']);
		newest.request(3);
		open[2].answer(30);
		await turn();
		expect(heard).toEqual(['failed', 'ok 30']);
	});

	it('has one request in flight, too, where an answer leads to the next', async () => {
		const { open, ask } = desk();
		const heard: [number, boolean][] = [];
		const newest: Newest<number, number> = new Newest(
			ask,
			(answer: number) => {
				heard.push([answer, newest.pending]);
				if (answer === 10) newest.request(2);
			},
			() => undefined,
			{ interim: true }
		);
		newest.request(1);
		open[0].answer(10);
		await turn();
		expect(newest.pending).toBe(true);
		newest.request(3);
		newest.request(4);
		await turn();
		expect(open.map((o) => o.request)).toEqual([1, 2]);
		open[1].answer(20);
		await turn();
		open[2].answer(40);
		await turn();
		expect(heard).toEqual([[10, false], [20, true], [40, false]]);
	});

	it('always ends with the answer to the last request, and never goes back', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.oneof(fc.constant('ask' as const), fc.constant('answer' as const)), { maxLength: 40 }), async (steps) => {
				const { open, ask } = desk();
				const painted: number[] = [];
				const newest = new Newest(ask, (answer: number) => painted.push(answer), () => undefined, { interim: true });
				let asked = 0;
				let answered = 0;
				const answerNext = async () => {
					if (answered >= open.length) return;
					open[answered].answer(open[answered].request);
					answered++;
					await turn();
				};
				for (const step of steps) {
					if (step === 'ask') newest.request(++asked);
					else await answerNext();
					expect(open.length - answered).toBeLessThanOrEqual(1);
				}
				while (answered < open.length) await answerNext();
				expect(painted).toEqual(painted.toSorted((a, b) => a - b));
				if (asked) expect(painted.at(-1)).toBe(asked);
			}),
			{ numRuns: 60 }
		);
	});
});
