import type { Progress, Work } from './progress.js';

/** What a part of a long work reports. */
interface Part {
	/** Stages that it goes through, one after the other or side by side, all as long; 1 unless told. */
	readonly stages?: number;
	/** The one name by which all of them are told, where several that run side by side would take turns. */
	readonly as?: string;
}

/**
 * The parts of one long work, done one after the other, as one bar that only moves forward: what is reported to a part
 * goes on with the share of the whole work as `whole`. Courses may lie within a part of another.
 */
export class Course {
	#whole = 0;
	/** Where the present part ends. */
	#end = 0;

	/** `weight`: about how much all parts weigh; it may be put right while they are worked on. */
	constructor(
		private readonly work: Work,
		private weight: number
	) {}

	/** All that is still to come weighs about so much, as is known now. */
	expect(weight: number): void {
		this.weight = weight;
	}

	/** The next part, of so much weight; those before it are done. */
	part(weight: number, { stages = 1, as }: Part = {}): Work {
		const from = Math.max(this.#whole, this.#end);
		const span = (1 - from) * Math.min(1, weight / Math.max(weight, this.weight));
		this.weight -= weight;
		this.#end = from + span;
		const shares = new Map<string, number>();
		const report = (progress: Progress) => {
			const { stage, done, total, whole = total > 0 ? done / total : 0 } = progress;
			shares.set(stage, Math.min(1, whole));
			const share = [...shares.values()].reduce((a, b) => a + b, 0) / Math.max(stages, shares.size);
			this.#whole = Math.max(this.#whole, from + span * share);
			this.work.report({ ...progress, stage: as ?? stage, whole: this.#whole });
		};
		return { ...this.work, report };
	}
}
