import { afterAll, describe, expect, it } from 'vitest';
import type { Answer, Call } from './backends-worker.js';

/** One worker for all: a backend starts once. */
const worker = new Worker(new URL('./backends-worker.ts', import.meta.url), { type: 'module' });
afterAll(() => worker.terminate());

async function train(call: Call): Promise<Answer> {
	const answer = await new Promise<Answer & { error?: string }>((resolve, reject) => {
		worker.onmessage = (event) => resolve(event.data);
		worker.onerror = (event) => reject(new Error(event.message));
		worker.postMessage(call);
	});
	if (answer.error) throw new Error(answer.error);
	return answer;
}

const hasWebGl = new OffscreenCanvas(1, 1).getContext('webgl2') !== null;
const { gpu } = navigator as { readonly gpu?: { requestAdapter(): Promise<unknown> } };
const hasWebGpu = Boolean(await gpu?.requestAdapter());
const losses = ({ curve = [] }: Answer) => curve.flatMap(({ train, validation }) => [train, validation]);

/** The largest difference of two loss curves, in nats. */
function apart(a: Answer, b: Answer): number {
	expect(losses(a)).toHaveLength(losses(b).length);
	return losses(a).reduce((most, loss, i) => Math.max(most, Math.abs(loss - losses(b)[i])), 0);
}

/** What rounding may come to. */
const tolerance = 1e-4;

/** A graphics processor that is only imitated has to compile its programs first. */
const patient = { timeout: 120_000 };

describe('the backends of TensorFlow.js', patient, () => {
	it('are measured with the very network, and the quickest that starts is taken; one that was asked for and does not start is named', async () => {
		const { facts, measured, backend } = await train({ family: 'neural', epochs: 1, measure: true, ...(!hasWebGpu && { wish: 'webgpu' }) });
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

	describe.each(['neural', 'transformer'] as const)('come to the same %s network as WASM', (family) => {
		it.runIf(hasWebGpu)('on WebGPU, within 1e-4, and leave nothing behind', async () => {
			const [wasm, webgpu] = [await train({ family, epochs: 1, wish: 'wasm' }), await train({ family, epochs: 1, wish: 'webgpu' })];
			expect(wasm.facts.backend).toBe('wasm');
			expect(webgpu.facts.backend).toBe('webgpu');
			expect(apart(webgpu, wasm)).toBeLessThan(tolerance);
			expect(webgpu.leaked).toBe(0);
		});

		it.runIf(hasWebGl)('on WebGL, within 1e-4, also after an interruption, to the bit, and leave nothing behind', async () => {
			const [wasm, webgl] = [await train({ family, epochs: 3, wish: 'wasm' }), await train({ family, epochs: 3, wish: 'webgl' })];
			expect(webgl.facts.backend).toBe('webgl');
			expect(losses(webgl)[4]).toBeLessThan(losses(webgl)[0]);
			expect(apart(webgl, wasm)).toBeLessThan(tolerance);
			expect(webgl.leaked).toBe(0);
			const resumed = await train({ family, epochs: 3, wish: 'webgl', breakAfter: 1 });
			expect(resumed.parameters).toEqual(webgl.parameters);
			expect(resumed.curve).toEqual(webgl.curve);
		});
	});

	// Comes last: a backend that was lost does not come back in its worker.
	it.runIf(hasWebGl)('replace each other when the context is lost, and the training goes on where it was', async () => {
		const wasm = await train({ family: 'neural', epochs: 3, wish: 'wasm' });
		const moved = await train({ family: 'neural', epochs: 3, wish: 'webgl', loseAfter: 1 });
		expect(moved.facts.backend).toBe('webgl, wasm from epoch 1');
		expect(moved.backend).toBe('wasm');
		expect(apart(moved, wasm)).toBeLessThan(tolerance);
	});
});
