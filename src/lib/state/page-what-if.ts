import type { WhatIfAnswer, WhatIfRequest } from '../core/project/cards.js';
import type { AnswerInputs, WhatIfAnswers } from '../core/project/what-if-answers.js';
import type { Engine } from './engine.js';

/** Milliseconds that an answer may take here: the way to the worker and back costs as many, and often the next frame as well. */
const BUDGET = 16;
/** What one slow answer counts at most: the page may just have been busy with something else. */
const WORST = 2 * BUDGET;
/** Products whose impacts are computed once before the first answer, so that it finds warm code. */
const WARM = 6;

/**
 * Answers to moved values on the page itself, without a message to the worker and back, in the frame of the very input:
 * for models that are small and quick enough. Where they are not, or as soon as they take too long here, there is no answer.
 */
export class PageWhatIf {
	#answers: WhatIfAnswers | undefined;
	#asked = false;
	#answersAll = false;
	/** Milliseconds that answers with impacts of one product, and of all, have taken lately. */
	readonly #cost = { one: 0, all: 0 };

	/** Fetches the model, once. `inputs` are what answers begin with. */
	async prepare(engine: Engine, inputs: AnswerInputs): Promise<void> {
		if (this.#asked) return;
		this.#asked = true;
		const [material, { unpacked }] = await Promise.all([engine.whatIfForPage(), import('../core/project/portable-what-if.js')]);
		if (!material) return;
		const answers = unpacked(material);
		for (const product of material.products.slice(0, WARM)) {
			await new Promise((resolve) => setTimeout(resolve));
			answers.answer(inputs, { values: {}, explain: [product] });
		}
		this.#answers = answers;
		this.#answersAll = material.answersAll;
	}

	/** Undefined where the worker is to be asked. Throws as the worker's answer does for unknown values. */
	answer(inputs: AnswerInputs, request: WhatIfRequest): WhatIfAnswer | undefined {
		if (!this.#answers) return undefined;
		const kind = request.explain ? 'one' : 'all';
		if (kind === 'all' && !this.#answersAll) return undefined;
		if (this.#cost[kind] > BUDGET) {
			this.#cost[kind] *= 0.95;
			return undefined;
		}
		const began = performance.now();
		const answer = this.#answers.answer(inputs, request);
		this.#cost[kind] += 0.25 * (Math.min(WORST, performance.now() - began) - this.#cost[kind]);
		return answer;
	}
}
