import { breather } from '../progress.js';
import type { Work } from '../progress.js';

/** One thing that could be otherwise. Of moves in one slot only one can be made: one more order, or two. */
export interface Move {
	readonly slot: string;
	/** How large a change it is, from 0. */
	readonly size: number;
}

export interface SearchOptions {
	/** The probability with nothing changed, and the one to reach: from below where it lies above, else from above. */
	readonly from: number;
	readonly target: number;
	/** Most answers, 5, most moves in one, 3, and most predictions asked for, 4000. */
	readonly limit?: number;
	readonly changes?: number;
	readonly budget?: number;
}

export interface Candidate<M extends Move> {
	readonly moves: readonly M[];
	readonly probability: number;
	/** Sum of the moves' sizes. */
	readonly size: number;
}

export interface SearchOutcome<M extends Move> {
	/** Fewest moves first, then the smallest; no two use the same slots, and none uses all slots of another; they have few in common where that makes none much larger. */
	readonly found: readonly Candidate<M>[];
	/** The closest to the target; no moves where none came closer. */
	readonly best: Candidate<M>;
	readonly evaluations: number;
	/** False where the budget ran out. */
	readonly complete: boolean;
}

/** How many times as large as the smallest answer another may be to come before those that are more like what is chosen already. */
const LARGER = 2;
/** Candidates that are carried on to the next number of moves, and how many of them may use the same slots. */
const BEAM = 12;
const SAME_SLOTS = 2;
const BATCH = 256;

/**
 * What would have to change for a probability to reach a target (Wachter et al. 2018: the closest possible world)?
 * Beam search over sets of moves: all single ones, then the most promising with every other move added, and so on; so
 * fewer changes always come before more. Of each answer every move is then made as small as its slot allows.
 * evaluate: the probability of each set of moves, NaN where it is not allowed. Deterministic; ends with the budget.
 */
export async function searchChanges<M extends Move>(
	moves: readonly M[],
	evaluate: (candidates: readonly (readonly M[])[]) => ArrayLike<number>,
	options: SearchOptions,
	work: Work
): Promise<SearchOutcome<M>> {
	const { from, target, limit = 5, changes = 3, budget = 4000 } = options;
	const up = target > from;
	const reaches = (p: number) => (up ? p >= target : p <= target);
	const gap = ({ probability }: Candidate<M>) => (up ? target - probability : probability - target);
	const pause = breather(work.signal);
	const number = new Map(moves.map((move, i) => [move, i]));
	let evaluations = 0;
	let complete = true;
	let best: Candidate<M> = { moves: [], probability: from, size: 0 };
	const found: Candidate<M>[] = [];

	const ask = async (sets: readonly (readonly M[])[]): Promise<Candidate<M>[]> => {
		const asked = sets.slice(0, Math.max(0, budget - evaluations));
		if (asked.length < sets.length) complete = false;
		const answers: Candidate<M>[] = [];
		for (let first = 0; first < asked.length; first += BATCH) {
			const batch = asked.slice(first, first + BATCH);
			const p = evaluate(batch);
			batch.forEach((set, i) => {
				if (!Number.isNaN(p[i])) answers.push({ moves: set, probability: p[i], size: sum(set) });
			});
			evaluations += batch.length;
			work.report({ stage: 'counterfactuals', done: evaluations, total: budget });
			work.signal?.throwIfAborted();
			await pause();
		}
		for (const answer of answers) if (gap(answer) < gap(best)) best = answer;
		return answers;
	};

	const shrink = async (candidate: Candidate<M>): Promise<Candidate<M>> => {
		let smallest = candidate;
		for (const move of candidate.moves.toSorted((a, b) => b.size - a.size)) {
			const others = smallest.moves.filter((other) => other !== move);
			const smaller = moves.filter(({ slot, size }) => slot === move.slot && size < move.size).toSorted((a, b) => a.size - b.size);
			const tried = await ask(smaller.map((other) => [...others, other]));
			smallest = tried.find(({ probability }) => reaches(probability)) ?? smallest;
		}
		return smallest;
	};

	if (reaches(from)) return { found: [best], best, evaluations, complete };
	let front: Candidate<M>[] = [best];
	for (let level = 1; level <= changes && front.length && found.length < limit; level++) {
		const sets = new Map<string, readonly M[]>();
		for (const { moves: before } of front)
			for (const move of moves) {
				if (before.some(({ slot }) => slot === move.slot)) continue;
				const set = [...before, move];
				if (found.some((answer) => within(answer.moves, set))) continue;
				const key = set.map((each) => number.get(each) ?? -1).sort((a, b) => a - b).join();
				if (!sets.has(key)) sets.set(key, set);
			}
		const answers = await ask([...sets.values()]);
		const ranked = answers.filter(({ probability }) => reaches(probability)).sort((a, b) => a.size - b.size || gap(a) - gap(b));
		for (const answer of diverse(distinct(ranked, 1, Infinity), found, limit - found.length)) found.push(level > 1 ? await shrink(answer) : answer);
		const open = answers.filter(({ probability }) => !reaches(probability)).sort((a, b) => gap(a) - gap(b) || a.size - b.size);
		front = distinct(open, SAME_SLOTS, BEAM);
	}
	found.sort((a, b) => a.moves.length - b.moves.length || a.size - b.size);
	return { found, best, evaluations, complete };
}

const sum = (moves: readonly Move[]) => moves.reduce((total, { size }) => total + size, 0);

const slotsOf = (moves: readonly Move[]) => moves.map(({ slot }) => slot).sort().join('\n');

/** Whether the slots of one set are all among the other's. */
function within(few: readonly Move[], many: readonly Move[]): boolean {
	return few.every(({ slot }) => many.some((other) => other.slot === slot));
}

/**
 * `count` of the answers (smallest first): the smallest, then always the one that shares the fewest slots with any that is chosen already, as
 * long as it is not much larger (after Mothilal et al. 2020, who ask for diverse answers beside close ones).
 */
function diverse<M extends Move>(answers: readonly Candidate<M>[], before: readonly Candidate<M>[], count: number): Candidate<M>[] {
	const left = [...answers];
	const chosen: Candidate<M>[] = [];
	const most = LARGER * (answers[0]?.size ?? 0);
	while (left.length && chosen.length < count) {
		const likeness = left.map((answer) => (answer.size <= most ? Math.max(0, ...[...before, ...chosen].map((other) => shared(answer, other))) : Infinity));
		chosen.push(...left.splice(likeness.indexOf(Math.min(...likeness)), 1));
	}
	return chosen;
}

/** The share of one answer's slots that are the other's, too. */
const shared = ({ moves }: Candidate<Move>, other: Candidate<Move>) =>
	moves.filter(({ slot }) => other.moves.some((own) => own.slot === slot)).length / moves.length;

/** The first `count`, at most `same` of them with the same slots. */
function distinct<M extends Move>(candidates: readonly Candidate<M>[], same: number, count: number): Candidate<M>[] {
	const uses = new Map<string, number>();
	const kept: Candidate<M>[] = [];
	for (const candidate of candidates) {
		if (kept.length >= count) break;
		const slots = slotsOf(candidate.moves);
		const before = uses.get(slots) ?? 0;
		if (before >= same) continue;
		uses.set(slots, before + 1);
		kept.push(candidate);
	}
	return kept;
}
