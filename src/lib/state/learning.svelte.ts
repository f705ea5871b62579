import type { Progress } from '../core/progress.js';

export interface LossPoint {
	readonly train: number;
	readonly validation: number;
}

/** Average precision of each product on the validation customers: the first that was told, and the latest. NaN: nobody bought it. */
export interface PrecisionSoFar {
	readonly first: Float32Array;
	readonly latest: Float32Array;
}

/** The shortest time between two pictures, in milliseconds: a small network learns faster than anyone can look. */
const between = 150;

/** How the model that is being trained learns, as a page shows it. What comes in between two pictures is taken together. */
export class Learning {
	#curve = $state.raw<readonly LossPoint[]>([]);
	#precision = $state.raw<PrecisionSoFar>();
	#training = $state.raw<Progress['training']>();
	#stage = $state('');
	#points: LossPoint[] = [];
	#next: { stage: string; precision?: PrecisionSoFar; training?: Progress['training'] } = { stage: '' };
	#timer: ReturnType<typeof setTimeout> | undefined;

	/** Loss so far. */
	get curve(): readonly LossPoint[] {
		return this.#curve;
	}
	get precision(): PrecisionSoFar | undefined {
		return this.#precision;
	}
	/** Backend and rows a second, of networks. */
	get training(): Progress['training'] {
		return this.#training;
	}
	/** The stage that all this is of. */
	get stage(): string {
		return this.#stage;
	}

	start(): void {
		this.#points = [];
		this.#next = { stage: '' };
		this.#show();
	}

	report({ stage, loss, training }: Progress): void {
		if (!loss && !training) return;
		if (this.#next.stage !== stage) {
			this.#points = [];
			this.#next = { stage };
		}
		if (loss) this.#points.push(loss);
		if (training) {
			this.#next.training = training;
			const { precision } = training;
			if (precision) this.#next.precision = { first: this.#next.precision?.first ?? precision, latest: precision };
		}
		this.#timer ??= setTimeout(() => this.#show(), between);
	}

	/** Shows the last of it. */
	end(): void {
		this.#show();
	}

	#show(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		this.#curve = [...this.#points];
		this.#precision = this.#next.precision;
		this.#training = this.#next.training;
		this.#stage = this.#next.stage;
	}
}
