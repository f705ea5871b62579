import { WorkerPool } from '../../../src/lib/browser/worker/pool.js';
import { measure } from './measure.js';
import type { Learner } from './measure.js';
import { shapes } from './table.js';

/** Which learner on which shape. */
export interface Call {
	readonly learner: Learner;
	readonly shape: string;
}

onmessage = async ({ data: { learner, shape } }: MessageEvent<Call>) => {
	const pool = new WorkerPool(2);
	try {
		const file = async (name: string) => (await fetch(`/${name}_${shapes[shape].rows}.bin`)).arrayBuffer();
		const table = { x: new Float32Array(await file('X')), y: new Uint8Array(await file('Y')) };
		postMessage(await measure(learner, shapes[shape], table, pool));
	} catch (error) {
		postMessage({ error: String(error) });
	} finally {
		pool.cancel();
	}
};
