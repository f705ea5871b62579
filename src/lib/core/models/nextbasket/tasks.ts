import type { Task, TaskPool } from '../../parallel.js';
import type { Work } from '../../progress.js';
import { runJobs } from '../trees/run.js';
import { fitClock } from './clock.js';
import type { Clock, ClockTask } from './clock.js';
import { embedProducts } from './embedding.js';
import type { EmbeddingTask } from './embedding.js';
import { hazardsOf } from './hazards.js';
import type { Hazards } from './hazards.js';
import type { Histories } from './histories.js';
import { trainNetwork } from './network.js';
import type { NetworkTask } from './network.js';
import { writePairs } from './pairs.js';
import type { Pairs, PairsTask } from './pairs.js';
import { rankPairs } from './rank-pairs.js';
import type { RankTask } from './rank-pairs.js';
import { scorePairs } from './score-pairs.js';
import type { ScoreTask, Scored } from './score-pairs.js';
import { rankByReference } from './references.js';
import type { ReferenceTask } from './references.js';
import { momentsOf, solveRidge } from './ridge.js';
import type { Moments, MomentsTask, SolveTask } from './ridge.js';
import { statisticsOf } from './statistics.js';
import type { Statistics, StatisticsTask } from './statistics.js';

/** What the worker adapters register. */
export const nextBasketTasks = {
	'nextbasket.hazards': ({ histories, ends }: { histories: Histories; ends: Int32Array }): Hazards => hazardsOf(histories, ends),
	'nextbasket.embedding': (task: EmbeddingTask): Float32Array => embedProducts(task),
	'nextbasket.clock': (task: ClockTask): Clock => fitClock(task),
	'nextbasket.statistics': (task: StatisticsTask): Statistics => statisticsOf(task),
	'nextbasket.moments': (task: MomentsTask): Moments => momentsOf(task),
	'nextbasket.solve': (task: SolveTask): Float32Array => solveRidge(task),
	'nextbasket.pairs': (task: PairsTask): Pairs => writePairs(task),
	'nextbasket.network': (task: NetworkTask): Float32Array => trainNetwork(task),
	'nextbasket.score': (task: ScoreTask): Scored => scorePairs(task),
	'nextbasket.rank': (task: RankTask): Int32Array => rankPairs(task),
	'nextbasket.reference': (task: ReferenceTask): Int32Array => rankByReference(task)
} satisfies Record<string, Task>;

type Tasks = typeof nextBasketTasks;
type Output<Name extends keyof Tasks> = ReturnType<Tasks[Name]>;

/** Runs tasks of one name on the pool; the results are in the order of the inputs. Throws on a cancel within 0.5 s. */
export async function runTasks<Name extends keyof Tasks>(
	pool: TaskPool,
	name: Name,
	inputs: readonly Parameters<Tasks[Name]>[0][],
	{ report, signal }: Work
): Promise<Output<Name>[]> {
	const outputs: Output<Name>[] = [];
	let done = 0;
	const stage = `nextbasket/${name.slice(name.indexOf('.') + 1)}`;
	report({ stage, done, total: inputs.length });
	const jobs = inputs.map((input, i) => async () => {
		outputs[i] = await pool.run<typeof input, Output<Name>>(name, input);
		report({ stage, done: ++done, total: inputs.length });
	});
	await runJobs(pool, jobs, { signal, ahead: pool.size });
	return outputs;
}
