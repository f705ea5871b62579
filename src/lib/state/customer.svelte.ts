import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { Explanation } from '../core/explanation/types.js';
import type { CustomerPrediction, ProductLikeness } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';

/** One customer's answer with the reasons for it. An answer for a customer who was left meanwhile never shows. */
export class CustomerState {
	#prediction = $state.raw<CustomerPrediction>();
	#explanations = $state.raw<readonly Explanation[]>([]);
	#likeness = $state.raw<readonly ProductLikeness[]>([]);
	#failure = $state.raw<Failure>();
	#ticket = 0;

	constructor(private readonly engine: EngineSource) {}

	get prediction(): CustomerPrediction | undefined {
		return this.#prediction;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}

	/** Why this product has its probability; undefined until that is worked out. */
	explanation(product: string | undefined): Explanation | undefined {
		return this.#explanations.find((e) => e.product === product);
	}

	/** Which customers and own products speak for this one, where the model compares customers. */
	likeness(product: string | undefined): ProductLikeness | undefined {
		return this.#likeness.find((l) => l.product === product);
	}

	async load(customer: string): Promise<void> {
		const ticket = ++this.#ticket;
		this.#failure = undefined;
		try {
			const engine = await this.engine();
			const prediction = await engine.predict(customer);
			if (ticket !== this.#ticket) return;
			this.#prediction = prediction;
			this.#explanations = [];
			this.#likeness = [];
			if (comparing.includes(prediction.model)) {
				const likeness = await engine.likeness(customer, 50);
				if (ticket !== this.#ticket) return;
				this.#likeness = likeness;
			}
			const first = await engine.explain(customer, 1);
			if (ticket !== this.#ticket) return;
			this.#explanations = first;
			const all = await engine.explain(customer, Math.min(50, prediction.products.length));
			if (ticket === this.#ticket) this.#explanations = all;
		} catch (error) {
			if (ticket !== this.#ticket) return;
			this.#prediction = undefined;
			this.#explanations = [];
			this.#failure = toFailure(error);
		}
	}
}

/** Families whose answer rests on other customers, at least in part. */
const comparing: readonly string[] = ['neighbours', 'blend'];
