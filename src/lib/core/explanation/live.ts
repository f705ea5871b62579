import type { FeatureSet } from '../features/types.js';
import type { Model } from '../models/types.js';
import { exactUpTo, explainPair, explanationOf, movedGroups, sharesOf } from './explain.js';
import { groupsBetween } from './groups-between.js';
import { parameterGroups } from './groups.js';
import type { Explanation } from './types.js';
import { joined, without, withoutDummies, worthsOf } from './worths.js';
import type { Worths } from './worths.js';

/** What was found last for one product. */
interface Found {
	readonly current: Float32Array;
	readonly baseline: Float32Array;
	readonly explanation: Explanation;
	readonly worths?: Worths;
}

/** Coalitions that are kept over all products: 32 MB. */
const KEPT = 2 ** 22;

/**
 * Explains as `explainPair` does, to the bit, and quicker where a slider is moved: coalitions that the moved parameter
 * is not in are worth what they were, so that only the other half is asked for. The vectors must not be changed later.
 */
export class LiveExplainer {
	readonly #groups: readonly Int32Array[];
	/** Whether the parameters are not the same for all pairs of inputs. */
	readonly #varies: boolean;
	readonly #found = new Map<number, Found>();
	#kept = 0;

	constructor(
		readonly model: Model,
		readonly features: FeatureSet,
		readonly seed?: number
	) {
		this.#groups = parameterGroups(features).map(({ columns }) => columns);
		this.#varies = features.customer.some(({ history, identity }) => history !== undefined || identity);
	}

	/** current and baseline: [customer + product features] of the model's inputs. */
	explain(product: number, current: Float32Array, baseline: Float32Array): Explanation {
		const last = this.#found.get(product);
		const sameBaseline = last !== undefined && !movedGroups(this.#groups, last.baseline, baseline).length;
		const changed = last && sameBaseline ? movedGroups(this.#groups, last.current, current) : undefined;
		if (last && changed?.length === 0) return last.explanation;
		const { model, features, seed } = this;
		const moved = movedGroups(this.#groups, current, baseline);
		if (this.#varies || !model.effectiveCoalitions || moved.length > exactUpTo(model)) {
			const explanation = explainPair(model, features, product, current, baseline, { seed });
			this.#keep(product, { current, baseline, explanation });
			return explanation;
		}
		const ask = (players: readonly number[]) => worthsOf(model, product, current, baseline, this.#groups, players);
		let worths: Worths;
		if (last?.worths && changed?.length === 1) {
			const [player] = changed;
			const outside = without(last.worths, player);
			worths = moved.includes(player) ? joined(player, outside, ask(moved.filter((other) => other !== player))) : withoutDummies(outside);
		} else worths = ask(moved);
		const shares = sharesOf(worths, this.#groups.length);
		const explanation = explanationOf(features, model.products[product], current, baseline, parameterGroups(features), shares);
		this.#keep(product, { current, baseline, explanation, worths });
		return explanation;
	}

	/** What `explain` is going to be asked of several products with the same two ends, for models that answer sooner for knowing. */
	foresee(products: readonly number[], current: Float32Array, baseline: Float32Array): void {
		const { model, features } = this;
		if (!model.foresee || !this.#varies) return;
		const most = exactUpTo(model);
		const asked = products.map((product) => {
			const groups = groupsBetween(model, features, product, current, baseline, most).map(({ columns }) => columns);
			return { product, groups: movedGroups(groups, current, baseline).map((g) => groups[g]) };
		});
		if (asked.every(({ groups }) => groups.length <= most)) model.foresee(asked, current, baseline);
	}

	#keep(product: number, found: Found): void {
		const size = (of: Found | undefined) => of?.worths?.worth.length ?? 0;
		this.#kept += size(found) - size(this.#found.get(product));
		this.#found.set(product, found);
		if (this.#kept <= KEPT) return;
		this.#found.clear();
		this.#kept = 0;
	}
}
