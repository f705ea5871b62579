/**
 * Keeps the k highest of a stream of (position, score), best first; of equal scores the earlier one. Only scores above
 * `floor` count.
 */
export class Best {
	size = 0;
	/** Scores that are not above it are not kept. */
	floor = -Infinity;
	readonly position: Int32Array;
	readonly score: Float64Array;

	constructor(readonly k: number) {
		this.position = new Int32Array(k);
		this.score = new Float64Array(k);
	}

	clear(): this {
		this.size = 0;
		this.floor = -Infinity;
		return this;
	}

	add(position: number, score: number): void {
		const { k } = this;
		if (!(score > this.floor)) return;
		let at = this.size < k ? this.size++ : k - 1;
		for (; at > 0 && score > this.score[at - 1]; at--) {
			this.score[at] = this.score[at - 1];
			this.position[at] = this.position[at - 1];
		}
		this.score[at] = score;
		this.position[at] = position;
		if (this.size === k) this.floor = this.score[k - 1];
	}

	/** The score at a rank (0: best); 0 where there are fewer. */
	at(rank: number): number {
		return rank < this.size ? this.score[rank] : 0;
	}

	/** How many of those kept are above a score. */
	above(score: number): number {
		let [low, high] = [0, this.size];
		while (low < high) {
			const middle = (low + high) >> 1;
			if (this.score[middle] > score) low = middle + 1;
			else high = middle;
		}
		return low;
	}
}
