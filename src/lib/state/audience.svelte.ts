import { toFailure } from '../core/errors.js';
import type { Failure } from '../core/errors.js';
import type { AudienceAnswer } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { Newest } from './newest.js';

interface Ask {
	readonly threshold: number;
	readonly product: string | undefined;
}

/** Who passes a threshold. The answer follows the slider: one request in flight, the newest wins. */
export class AudienceState {
	#answer = $state.raw<AudienceAnswer>();
	#of = $state.raw<Ask>();
	#failure = $state.raw<Failure>();
	readonly #newest: Newest<Ask, AudienceAnswer>;

	constructor(private readonly engine: EngineSource) {
		this.#newest = new Newest(
			async ({ threshold, product }) => (await this.engine()).audience(threshold, product, 200),
			(answer, ask) => {
				this.#answer = answer;
				this.#of = ask;
				this.#failure = undefined;
			},
			(error) => (this.#failure = toFailure(error)),
			{ interim: true }
		);
	}

	get answer(): AudienceAnswer | undefined {
		return this.#answer;
	}
	/** What the shown answer was asked for. */
	get of(): Ask | undefined {
		return this.#of;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}

	ask(threshold: number, product: string | undefined): void {
		this.#newest.request({ threshold, product });
	}

	async csv(threshold: number, product: string | undefined): Promise<string> {
		return (await this.engine()).audienceCsv(threshold, product);
	}
}
