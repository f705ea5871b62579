import * as tf from '@tensorflow/tfjs-core';
import { expect, it, vi } from 'vitest';
import { memoryStorage } from '../../../src/lib/browser/storage/memory.js';
import { DeviceBackends } from '../../../src/lib/browser/tensorflow/backends.js';
import { lastSpeeds, loadCompute, saveCompute } from '../../../src/lib/browser/tensorflow/compute.js';

const able = ['wasm', 'cpu'];
const quickest = (backend: string) => vi.fn(async () => (tf.getBackend() === backend ? 1000 : 100));

it('each kind of network gets the backend that is quickest for it, which is measured once and remembered', async () => {
	const { settings } = memoryStorage();
	const backends = new DeviceBackends(settings, () => {});
	const neural = quickest('wasm');
	const transformer = quickest('cpu');
	await backends.start('neural/128/2^13', able, neural);
	expect(tf.getBackend()).toBe('wasm');
	await backends.start('transformer/128/2^14', able, transformer);
	expect(tf.getBackend()).toBe('cpu');
	await backends.start('neural/128/2^13', able, neural);
	expect(tf.getBackend()).toBe('wasm');
	expect(neural).toHaveBeenCalledTimes(2);
	expect(transformer).toHaveBeenCalledTimes(2);
	const { measured } = await loadCompute(settings);
	expect(lastSpeeds(measured, 'neural')).toEqual({ wasm: 1000, cpu: 100 });
	expect(lastSpeeds(measured, 'transformer')).toEqual({ wasm: 100, cpu: 1000 });
	expect(lastSpeeds(measured, 'blend')).toEqual({});
});

it('a wish goes before what was measured, and a backend that goes is followed by the next quickest for that network', async () => {
	const { settings } = memoryStorage();
	const backends = new DeviceBackends(settings, () => {});
	await backends.start('neural/128/2^13', able, quickest('wasm'));
	await backends.start('transformer/128/2^14', able, quickest('cpu'));
	await saveCompute(settings, { ...(await loadCompute(settings)), wish: 'wasm' });
	const measure = quickest('cpu');
	expect(await backends.start('transformer/128/2^14', able, measure)).toEqual([]);
	expect(tf.getBackend()).toBe('wasm');
	expect(measure).not.toHaveBeenCalled();
	// The last call: what is dropped stays so in this page.
	expect(await backends.replace('transformer/128/2^14', able)).toBe(true);
	expect(tf.getBackend()).toBe('cpu');
});
