import type { Course } from '../../course.js';
import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import { countAnswers } from './answers.js';
import type { Counted, CountWithout } from './answers.js';
import type { Queries, World } from './candidates.js';
import type { Clock } from './clock.js';
import type { Group } from './groups.js';
import type { Hazards } from './hazards.js';
import { FOLDS } from './plan.js';
import type { Plan } from './plan.js';
import { inverseFrequency } from './profile.js';
import { runTasks } from './tasks.js';
import { WEIGHTS } from './weights.js';

/** Singular dimensions of the embedding. */
const RANK = 64;

/** What is known while so many orders of each customer are: when learning, or when ranking. */
export interface Snapshot {
	/** [customers] */
	readonly ends: Int32Array;
	readonly hazards: Hazards;
	readonly clock: Clock;
	readonly countWithout: CountWithout;
	/** What is learned from all answers, then from all but those of each fold. */
	readonly counted: readonly Counted[];
}

/** Both snapshots, which are one where the same orders are known, and what they share. */
export interface Snapshots {
	readonly world: World;
	readonly learn: Snapshot;
	readonly rank: Snapshot;
}

/** Works out all that pairs are described by: the embedding, clocks, rates of buying again, and what is counted from answers. */
export async function takeSnapshots(plan: Plan, seed: number, course: Course, pool: TaskPool): Promise<Snapshots> {
	const { histories, learnEnds, rankEnds, step } = plan;
	const habits = course.part(WEIGHTS.habits, { stages: 3, as: 'nextbasket/habits' });
	const pause = breather(habits.signal);
	await pause();
	const idf = inverseFrequency(histories, learnEnds);
	await pause();
	const rank = Math.max(1, Math.min(RANK, Math.floor(Math.min(histories.products, histories.customers) / 2)));
	const known = learnEnds === rankEnds ? [learnEnds] : [learnEnds, rankEnds];
	// The longest first, or one worker would wait for the other.
	const [clocks, [embedding], hazards] = await Promise.all([
		runTasks(pool, 'nextbasket.clock', known.map((ends) => ({ histories, ends, step })), habits),
		runTasks(pool, 'nextbasket.embedding', [{ histories, ends: learnEnds, idf, step, rank, seed: `${seed}/embedding` }], habits),
		runTasks(pool, 'nextbasket.hazards', known.map((ends) => ({ histories, ends })), habits)
	]);
	const space = { idf, embedding, rank };
	// A step of one clock is another time than that of the other: what is read off a clock is learned on the same one.
	const snapshots: Snapshot[] = [];
	for (const [i, ends] of known.entries()) {
		const counting = course.part(WEIGHTS.count / known.length, { stages: 3 });
		const countWithout = await countAnswers(plan, space, clocks[i], counting, pool);
		const counted = await countWithout([[], ...Array.from({ length: FOLDS }, (_, f) => [f])], counting, snapshots[0]?.counted);
		snapshots.push({ ends, hazards: hazards[i], clock: clocks[i], countWithout, counted });
	}
	return { world: { histories, space }, learn: snapshots[0], rank: snapshots[snapshots.length - 1] };
}

/** What a group's pairs are described by: all answers but those that are hidden from it, unless told otherwise. */
export function queriesOf({ ends, hazards, clock, counted }: Snapshot, { customers, without }: Group, by: Counted = counted[without + 1]): Queries {
	return { customers, ends, hazards, clock: { logRate: clock.logRate }, ...by };
}
