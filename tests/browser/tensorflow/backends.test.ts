import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Call } from './backends-worker.js';

/** Trains in a fresh worker. */
async function train(call: Call): Promise<Answer> {
	const worker = new Worker(new URL('./backends-worker.ts', import.meta.url), { type: 'module' });
	const answer = await new Promise<Answer & { error?: string }>((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage(call);
	});
	worker.terminate();
	if (answer.error) throw new Error(answer.error);
	return answer;
}

const hasWebGl = new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
const hasWebGpu = Boolean(await gpu?.requestAdapter());
const losses = ({ curve = [] }: Answer) => curve.flatMap(({ train, validation }) => [train, validation]);

describe('the backends of TensorFlow.js', () => {
	it('are measured with the very network, and the quickest that starts is taken; one that was asked for and does not start is named', async () => {
		const { facts, measured, backend } = await train({ measure: true, ...(!hasWebGpu && { wish: 'webgpu' }) });
		const [speeds] = Object.values(measured);
		expect(Object.keys(speeds).sort()).toEqual(['cpu', 'wasm', 'webgl', 'webgpu']);
		expect(speeds.wasm).toBeGreaterThan(0);
		expect(speeds.cpu).toBeGreaterThan(0);
		expect(Number(speeds.webgl) > 0).toBe(hasWebGl);
		expect(Number(speeds.webgpu) > 0).toBe(hasWebGpu);
		const taken = speeds[backend as 'wasm'] ?? 0;
		for (const speed of Object.values(speeds)) expect(taken).toBeGreaterThan(0.85 * speed);
		expect(facts.backend).toBe(backend);
		expect(facts.backend_not_started).toBe(hasWebGpu ? undefined : 'webgpu');
	});

	it.runIf(hasWebGpu)('come to the same network on WebGPU as on WASM, within rounding, and leave nothing behind', async () => {
		const [wasm, webgpu] = [await train({ wish: 'wasm' }), await train({ wish: 'webgpu' })];
		expect(webgpu.facts.backend).toBe('webgpu');
		expect(webgpu.leaked).toBe(0);
		losses(wasm).forEach((loss, i) => expect(losses(webgpu)[i]).toBeCloseTo(loss, 3));
	});

	describe.runIf(hasWebGl)('on WebGL', () => {
		let whole: Answer;
		beforeAll(async () => {
			whole = await train({ wish: 'webgl' });
		});

		it('come to the same network as on WASM, within rounding, and leave nothing behind', async () => {
			const wasm = await train({ wish: 'wasm' });
			expect(wasm.facts.backend).toBe('wasm');
			expect(whole.facts.backend).toBe('webgl');
			expect(whole.leaked).toBe(0);
			losses(wasm).forEach((loss, i) => expect(losses(whole)[i]).toBeCloseTo(loss, 3));
		});

		it('take up an interrupted training to the bit', async () => {
			const resumed = await train({ wish: 'webgl', breakAfter: 2 });
			expect(resumed.parameters).toEqual(whole.parameters);
			expect(resumed.curve).toEqual(whole.curve);
		});

		it('replace each other when the context is lost, and the training goes on where it was', async () => {
			const moved = await train({ wish: 'webgl', loseAfter: 2 });
			expect(moved.facts.backend).toBe('webgl, wasm from epoch 2');
			expect(moved.backend).toBe('wasm');
			expect(moved.curve).toHaveLength(4);
			expect(losses(moved)[0]).toBe(losses(whole)[0]);
			losses(whole).forEach((loss, i) => expect(losses(moved)[i]).toBeCloseTo(loss, 3));
		});
	});
});
