import type { Course } from '../../course.js';
import type { TaskPool } from '../../parallel.js';
import type { Work } from '../../progress.js';
import type { Counted } from './answers.js';
import { countCandidates } from './candidates.js';
import type { Fitting, HeldFold } from './fit.js';
import { grouped } from './groups.js';
import type { Group } from './groups.js';
import { CANDIDATES, MOST, PAIRS } from './pairs.js';
import type { Pairs, PairsTask } from './pairs.js';
import { FOLDS } from './plan.js';
import type { Plan } from './plan.js';
import { answeredEnds, logOrders } from './popular.js';
import { queriesOf } from './snapshots.js';
import type { Snapshots } from './snapshots.js';
import { runTasks } from './tasks.js';
import { WEIGHTS, fitWeight, rankWeight } from './weights.js';

/** What there is to learn from, and by whom it is judged. */
export interface Lessons extends Omit<Fitting, 'seed'> {
	/** Customers whose pairs judge, ascending. */
	readonly judges: Int32Array;
	/** So few pairs that every fold judges. */
	readonly few: boolean;
	/** How much of the course the fits are. */
	readonly fitsWeight: number;
	/** How much of the course it is to learn from past orders alone, too: of few held-out baskets. */
	readonly pastWeight: number;
}

/** Labelled pairs of a group of customers. */
interface Part {
	readonly group: Group;
	readonly pairs: Pairs;
}

/** Customers whose pairs one task describes, at most. */
const GROUP = 700;

/**
 * Draws the pairs that teach, and those that judge: of many pairs those of the customers who watch, of few ones whole folds,
 * one after the other. What is said of a fold may not have seen its answers in any way, so they are no part of what the
 * others are described by, either.
 */
export async function drawLessons(plan: Plan, { world, learn }: Snapshots, seed: number, course: Course, pool: TaskPool): Promise<Lessons> {
	const { histories, mode } = plan;
	const draw = async (groups: readonly Group[], keep: number, work: Work, by?: (group: Group) => Counted): Promise<Part[]> => {
		const tasks = groups.map((group): PairsTask => ({ world, queries: queriesOf(learn, group, by?.(group)), keep, seed: `${seed}/pairs` }));
		const pairs = await runTasks(pool, 'nextbasket.pairs', tasks, work);
		return groups.map((group, i) => ({ group, pairs: pairs[i] }));
	};
	const [learning, watching] = [plan.learners, plan.watchers].map((customers) => grouped(customers, plan.hidden, GROUP));
	const weightOf = ({ length }: readonly Group[]) => (WEIGHTS.pairs * length) / Math.max(1, learning.length + watching.length);
	// With held-out baskets the same bound cost recall; see docs/next-basket.md.
	const most = mode === 'past-only' ? MOST / countCandidates(histories, plan.learners, plan.learnEnds) : 1;
	const keep = Math.min(1, PAIRS / (CANDIDATES * plan.learners.length), most);
	const learners = await draw(learning, keep, course.part(weightOf(learning)));
	const watchers = await draw(watching, 1, course.part(weightOf(watching)));

	const judging = keep < 1 ? 0 : foldsJudging(rowsOf([...learners, ...watchers]));
	// Past orders are everybody's, so those who would watch can teach; held-out baskets of validation customers only judge.
	const everybodyTeaches = judging > 0 && mode === 'past-only';
	const teaching = everybodyTeaches ? [...learners, ...watchers] : learners;
	const watched = everybodyTeaches ? [] : watchers;
	const fitsWeight = (judging + 1) * fitWeight(rowsOf(teaching));
	const few = judging === FOLDS;
	const { histories: reading, habits, count, pairs, judging: describing } = WEIGHTS;
	const pastWeight = few && mode === 'train-future' ? reading + habits + count + pairs + judging * describing + fitsWeight + rankWeight(plan.ranked.length) : 0;
	course.expect(judging * WEIGHTS.judging + fitsWeight + pastWeight + rankWeight(plan.ranked.length));
	const folds: HeldFold[] = [];
	for (let k = 0; k < judging; k++) {
		const others = teaching.filter(({ group }) => group.without !== k).map(({ group }) => group);
		const held = teaching.filter(({ group }) => group.without === k);
		if (!others.length || !held.length) continue;
		const describing = course.part(WEIGHTS.judging, { stages: 3 });
		const withoutBoth = await learn.countWithout(Array.from({ length: FOLDS }, (_, j) => (j === k ? [k] : [j, k])), describing);
		const taught = await draw(others, 1, describing, ({ without }) => withoutBoth[without]);
		folds.push({ taught: pairsOf(taught), held: pairsOf(held), logOrders: logOrders(histories, answeredEnds(plan, (c) => plan.fold[c] === k)) });
	}
	const watches = new Set(plan.watchers);
	return {
		...{ folds, teaching: pairsOf(teaching), watching: pairsOf(watched), few, fitsWeight, pastWeight },
		logOrders: logOrders(histories, answeredEnds(plan, (c) => watches.has(c))),
		judges: customersOf([...folds.flatMap(({ held }) => held), ...pairsOf(watched)])
	};
}

/** Of so few pairs so many folds judge that no more is learned in addition than of as many pairs as there may be. */
function foldsJudging(rows: number): number {
	const folds = Math.min(FOLDS, Math.floor(PAIRS / rows));
	return folds < 2 ? 0 : folds;
}

const pairsOf = (parts: readonly Part[]): Pairs[] => parts.map(({ pairs }) => pairs);

const rowsOf = (parts: readonly Part[]): number => parts.reduce((sum, { pairs }) => sum + pairs.rows, 0);

const customersOf = (pairs: readonly Pairs[]): Int32Array => Int32Array.from(new Set(pairs.flatMap(({ customer }) => [...new Set(customer)]))).sort();
