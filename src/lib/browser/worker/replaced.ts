import { LikelyError } from '../../core/errors.js';
import type { IncomingOrder } from '../../core/live/order.js';
import type { Project } from '../../core/project/types.js';

type Replaceable = 'question' | 'seed' | 'models' | 'chosen' | 'book' | 'quality';

/** What a training, or orders that were added, took the place of. */
export interface Kept {
	readonly project: string;
	readonly was: Pick<Project, Replaceable>;
	/** Batches of orders that had come in and are a part of the data since; undefined after a training. */
	readonly came?: readonly (readonly IncomingOrder[])[];
}

/** The state before the last large change of a project, in memory for as long as it may be taken back. */
export class Replaced {
	#kept: Kept | undefined;

	keep({ id, question, seed, models, chosen, book, quality }: Project, came?: Kept['came']): void {
		this.#kept = { project: id, was: { question, seed, models, chosen, book, quality }, came };
	}

	/** What was kept, once. Throws `project.nothing_to_undo`. */
	take(): Kept {
		const kept = this.#kept;
		if (!kept) throw new LikelyError('project.nothing_to_undo');
		this.#kept = undefined;
		return kept;
	}

	forget(): void {
		this.#kept = undefined;
	}
}
