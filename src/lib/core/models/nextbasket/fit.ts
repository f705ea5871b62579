import { Course } from '../../course.js';
import type { TaskPool } from '../../parallel.js';
import { breather } from '../../progress.js';
import type { Work } from '../../progress.js';
import { baseMargin } from '../trees/boost-rows.js';
import { sliceTrees } from '../trees/builder.js';
import { joined, prepareBoosting } from './boosting.js';
import type { BoostedPairs } from './boosting.js';
import { joinJudged } from './judged.js';
import type { Judged, Judgement } from './judged.js';
import { prepareNetworks } from './networks.js';
import type { PairNetworks } from './networks.js';
import { PairScorer } from './pair-scorer.js';
import type { PairMix } from './pair-scorer.js';
import type { Pairs } from './pairs.js';
import { chooseShares } from './shares.js';

/** A fold that judges what the others teach, in whose pairs nothing is counted from its answers. */
export interface HeldFold {
	readonly taught: readonly Pairs[];
	readonly held: readonly Pairs[];
	/** [products] as known without the fold's answers. */
	readonly logOrders: Float32Array;
}

export interface Fitting {
	readonly folds: readonly HeldFold[];
	readonly teaching: readonly Pairs[];
	/** Pairs of those who only judge: they say when to stop, where no folds do. */
	readonly watching: readonly Pairs[];
	/** [products] as known without the answers of those who only judge. */
	readonly logOrders: Float32Array;
	readonly seed: string;
}

/** A model of pairs, the pairs that it was judged by, and the log-odds that it has for them. */
export interface Fitted {
	readonly model: PairMix;
	readonly judged: Judgement;
	readonly margin: Float32Array;
}

const MEMBERS = 4;
/** Most trees of a member, and how many there are where nobody says when to stop. */
const TREES = 500;
const UNWATCHED = 100;

interface Fit extends PairNetworks {
	readonly boosted: BoostedPairs;
	/** Log-odds that trees add to. */
	readonly base: number;
}

/**
 * Trees and networks over pairs, how many trees, and how much networks and popularity count. Customers who watch say so, or
 * whole folds, by what was learned without them; the model itself is learned from all who teach. Calls `busy` as soon as the pool has
 * enough to do: what else there is to do here need not hold it up.
 */
export async function fitPairs(
	{ folds, teaching, watching, logOrders, seed }: Fitting,
	work: Work,
	pool: TaskPool,
	busy: () => void = () => {}
): Promise<Fitted> {
	const pause = breather(work.signal);
	const course = new Course(work, folds.length + 1);
	const fit = async (taught: readonly Pairs[], watched: readonly Pairs[], trees: number, from: string): Promise<Fit> => {
		const options = { members: MEMBERS, depth: 4, rate: 0.1, trees, seed: `${from}/boosting` };
		const fitting = course.part(1, { stages: 2, as: 'nextbasket/fitting' });
		const boost = await prepareBoosting(taught, watched, options, fitting, pool);
		const train = async () => {
			const start = await prepareNetworks(taught, `${from}/networks`, fitting, pool);
			const training = start();
			busy();
			return training;
		};
		const [boosted, networks] = await Promise.all([boost(), train()]);
		return { boosted, ...networks, base: baseMargin(joined(taught, 'label'), joined(taught, 'weight')) };
	};
	const fits: Fit[] = [];
	for (const { taught, held } of folds) fits.push(await fit(taught, held, TREES, `${seed}/${fits.length}`));
	const rounds = fits.length ? median(fits.flatMap(({ boosted }) => boosted.best)) : undefined;
	const isWatched = watching.some(({ label }) => label.some((y) => y > 0));
	const last = await fit(teaching, rounds === undefined ? watching : [], rounds ?? (isWatched ? TREES : UNWATCHED), seed);
	const parted: Judged[] = [];
	const judge = async (of: readonly Pairs[], by: Fit, known: Float32Array) => {
		const mix = mixOf(by, rounds);
		const [trees, networks] = [new PairScorer({ ...mix, share: 0 }), new PairScorer({ ...mix, share: 1 })];
		for (const pairs of of) {
			await pause();
			const ofTrees = trees.score(pairs.x, pairs.rows).map((margin) => by.base + margin);
			parted.push({ pairs, trees: Float32Array.from(ofTrees), networks: Float32Array.from(networks.score(pairs.x, pairs.rows)), logOrders: known });
		}
	};
	for (const [k, { held, logOrders: known }] of folds.entries()) await judge(held, fits[k], known);
	await judge(watching, last, logOrders);
	const judged = joinJudged(parted);
	await pause();
	const { shares, margin } = chooseShares(judged);
	const { networks: share, popular, slope } = shares;
	return { model: { ...mixOf(last, undefined), share, popular, slope }, judged, margin };
}

/** A fit with the trees that did best, or the first so many of all. */
function mixOf({ boosted, networks, scale }: Fit, rounds: number | undefined): PairMix {
	const { model, all } = boosted;
	const members = rounds === undefined ? model.members : all.map((trees) => sliceTrees(trees, 0, Math.min(rounds, trees.start.length - 1)));
	return { trees: { ...model, members }, networks, scale, share: 0, popular: 0, slope: 0 };
}

function median(values: readonly number[]): number {
	return [...values].sort((a, b) => a - b)[values.length >> 1];
}
