import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { joined } from './boosting.js';
import { INPUTS, scaleOf, writeInput } from './network-input.js';
import type { InputScale } from './network-input.js';
import type { Pairs } from './pairs.js';
import { shareFloats, sharedFloats } from './shared.js';
import { runTasks } from './tasks.js';

/** Networks that are trained. */
const NETWORKS = 2;

/** Parameters of each network, and how columns become their inputs. */
export interface PairNetworks {
	readonly networks: readonly Float32Array[];
	readonly scale: InputScale;
}

/** Makes labelled pairs the inputs of networks, and returns how to train these. */
export async function prepareNetworks(pairs: readonly Pairs[], seed: string, work: Work, pool: TaskPool): Promise<() => Promise<PairNetworks>> {
	const pause = breather(work.signal);
	const rows = pairs.reduce((sum, part) => sum + part.rows, 0);
	const columns = INPUTS / 2;
	const scale = scaleOf(pairs);
	const inputs = sharedFloats(rows * INPUTS);
	let row = 0;
	for (const part of pairs) {
		await pause();
		for (let r = 0; r < part.rows; r++, row++) writeInput(scale, part.x, r * columns, inputs, row * INPUTS);
	}
	const label = shareFloats(joined(pairs, 'label'));
	const weight = shareFloats(joined(pairs, 'weight'));
	const tasks = Array.from({ length: NETWORKS }, (_, i) => ({ inputs, label, weight, seed: `${seed}/${i}` }));
	return async () => ({ networks: await runTasks(pool, 'nextbasket.network', tasks, work), scale });
}
