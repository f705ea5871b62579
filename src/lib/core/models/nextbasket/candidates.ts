import { Best } from './best.js';
import type { Clock } from './clock.js';
import { ClockFilter, STEPS, moveOf } from './clock-filter.js';
import { describe, widthOf } from './design.js';
import type { Space } from './design.js';
import { customerFacts, writePair } from './features.js';
import type { Sources } from './features.js';
import { Follower, wantedOf } from './follower.js';
import { hazardOf, rebuyOf } from './hazards.js';
import type { Hazards } from './hazards.js';
import type { Histories } from './histories.js';
import { OwnHistory } from './own.js';
import { BLOCK, RidgeScorer } from './scorer.js';
import type { Ridge } from './scorer.js';
import type { Statistics } from './statistics.js';

/** What all queries share. */
export interface World {
	readonly histories: Histories;
	readonly space: Space;
}

/** Customers to find candidates for, and what they may know: nothing of their own fold's fresh answers. */
export interface Queries {
	readonly customers: Int32Array;
	/** [all customers] orders that are known. */
	readonly ends: Int32Array;
	readonly hazards: Hazards;
	readonly clock: Pick<Clock, 'logRate'>;
	readonly ridge: Ridge;
	readonly statistics: Statistics;
}

/** Candidates: of own products the most promising so many, of new ones those that the regression puts first. */
const OWN = 60;
const NEW = 30;

/** How many candidates these customers have in all, at most. ends: [all customers] orders that are known. */
export function countCandidates({ orderStart, itemStart, item }: Histories, customers: Int32Array, ends: Int32Array): number {
	let count = 0;
	for (const c of customers) {
		const own = new Set(item.subarray(itemStart[orderStart[c]], itemStart[orderStart[c] + ends[c]]));
		count += Math.min(OWN, own.size) + NEW;
	}
	return count;
}

/** Writes the columns of the customer's pair with a product into x from `at` on. */
export type WritePair = (product: number, x: Float32Array, at: number) => void;

/** Finds customers' candidates, one after the other, and describes them. */
export class CandidateFinder {
	readonly #world: World;
	readonly #queries: Queries;
	readonly #own: OwnHistory;
	readonly #scorer: RidgeScorer;
	readonly #filter: ClockFilter;
	readonly #best = new Best(50);
	readonly #new = new Best(NEW);

	constructor(world: World, queries: Queries) {
		this.#world = world;
		this.#queries = queries;
		this.#own = new OwnHistory(world.histories);
		this.#scorer = new RidgeScorer(queries.ridge, world.space);
		this.#filter = new ClockFilter(world.histories, queries.clock.logRate);
	}

	/** Calls `see` for every customer with their candidates; these and `write` are valid during the call only. */
	each(see: (customer: number, candidates: Int32Array, write: WritePair) => void): void {
		const { customers, ends, ridge } = this.#queries;
		const { predicted } = ridge;
		const { space, histories } = this.#world;
		const width = widthOf(space);
		const own = this.#own;
		const weights = new Float32Array(own.item.length);
		const when = new Float32Array(BLOCK * STEPS);
		const place = new Int32Array(histories.products).fill(-1);
		predicted.forEach((product, j) => (place[product] = j));
		const ask = this.#asker();
		for (let from = 0; from < customers.length; from += BLOCK) {
			const block = customers.subarray(from, from + BLOCK);
			block.forEach((c, i) => {
				when.set(this.#filter.last(c, ends[c]), i * STEPS);
				const last = when.subarray(i * STEPS, (i + 1) * STEPS);
				describe(own.read(c, ends[c]), space, last, weights, this.#scorer.input, i * width);
			});
			const all = this.#scorer.score(block.length);
			const count = predicted.length;
			block.forEach((c, i) => {
				own.read(c, ends[c]);
				const [best, fresh] = [this.#best.clear(), this.#new.clear()];
				let floor = Math.min(best.floor, fresh.floor);
				for (let j = 0, at = i * count; j < count; j++, at++) {
					const score = all[at];
					if (!(score > floor)) continue;
					best.add(predicted[j], score);
					if (own.slotOf(predicted[j]) < 0) fresh.add(predicted[j], score);
					floor = Math.min(best.floor, fresh.floor);
				}
				const scoreOf = (product: number) => (place[product] < 0 ? 0 : all[i * count + place[product]]);
				const { candidates, sources } = ask(when.subarray(i * STEPS, (i + 1) * STEPS), scoreOf);
				see(c, candidates, (product, x, at) => writePair(sources, product, x, at));
			});
		}
	}

	/** Candidates of the customer that is read, with the best regression scores at hand and any by `scoreOf`, and what describes them. */
	#asker(): (when: Float32Array, scoreOf: (product: number) => number) => { candidates: Int32Array; sources: Sources } {
		const { hazards, clock, statistics } = this.#queries;
		const { histories, space } = this.#world;
		const own = this.#own;
		const best = this.#best;
		const [history, last] = [new Follower(own, statistics.afterHistory, 'history'), new Follower(own, statistics.afterLast, 'last')];
		const [afterHistory, afterLast] = [new Float32Array(histories.products), new Float32Array(histories.products)];
		const ridge = new Float32Array(histories.products);
		const [hazard, promise] = [new Float32Array(own.item.length), new Float32Array(own.item.length)];
		const place = new Int32Array(own.item.length);
		const candidates = new Int32Array(OWN + NEW);
		const clockRate = clock.logRate.map(Math.exp);
		const meanStep = meanSteps(clockRate, histories.products);
		const move = moveOf(1);
		const whenNext = new Float32Array(STEPS);
		return (when, scoreOf) => {
			let [hazardSum, decayedSum] = [0, 0];
			for (let i = 0; i < own.size; i++) {
				hazardSum += hazard[i] = hazardOf(hazards, own.item[i], own.recent[i]);
				decayedSum += own.d80[i];
				promise[i] = rebuyOf(hazards, own.item[i], own.count[i]) * (0.1 + own.d80[i]);
			}
			const order = Array.from({ length: own.size }, (_, slot) => slot);
			order.sort((a, b) => promise[b] - promise[a] || own.item[a] - own.item[b]);
			order.forEach((slot, rank) => (place[slot] = rank));
			let count = 0;
			for (const slot of order.slice(0, OWN)) candidates[count++] = own.item[slot];
			for (let n = 0; n < this.#new.size; n++) candidates[count++] = this.#new.position[n];
			const wanted = wantedOf(candidates.subarray(0, count), statistics.ranks);
			history.follow(wanted, afterHistory);
			last.follow(wanted, afterLast);
			for (const product of wanted.product) ridge[product] = scoreOf(product);
			whenNext.fill(0);
			let entropy = 0;
			for (let from = 0; from < STEPS; from++) {
				entropy -= when[from] * Math.log(when[from] + 1e-9);
				for (let to = from; to < STEPS; to++) whenNext[to] += when[from] * move[from * STEPS + to];
			}
			const ridgeTenth = best.at(9);
			const sources: Sources = {
				...{ own, hazards, statistics, hazard, promise, place, hazardSum, decayedSum },
				...{ afterHistory, afterLast, ridge, ridgeTenth, ridgeAbove: (score: number) => best.above(score) },
				...{ when, whenNext, clockRate, meanStep },
				facts: [...customerFacts(own, space.idf, hazardSum), entropy]
			};
			return { candidates: candidates.subarray(0, count), sources };
		};
	}
}

/** [products] the mean step at which a product is bought. */
function meanSteps(rate: Float32Array, products: number): Float32Array {
	return Float32Array.from({ length: products }, (_, p) => {
		let [sum, total] = [0, 0];
		for (let k = 0; k < STEPS; k++) {
			sum += k * rate[p * STEPS + k];
			total += rate[p * STEPS + k];
		}
		return sum / total;
	});
}
