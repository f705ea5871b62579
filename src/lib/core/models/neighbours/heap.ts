/** The k highest of scores that come one by one, ties to the smaller index: a binary heap with the lowest on top. */
export class Highest {
	readonly index: Int32Array;
	readonly score: Float64Array;
	size = 0;

	constructor(readonly most: number) {
		this.index = new Int32Array(most);
		this.score = new Float64Array(most);
	}

	clear(): void {
		this.size = 0;
	}

	/** Takes in a score if it is among the highest so far. Indices must ascend between two `clear`s. */
	add(index: number, score: number): void {
		if (this.size < this.most) {
			let at = this.size++;
			for (let up = (at - 1) >> 1; at > 0 && this.#below(index, score, up); up = (at - 1) >> 1) {
				this.#move(up, at);
				at = up;
			}
			this.#put(at, index, score);
			return;
		}
		if (!(score > this.score[0])) return;
		let at = 0;
		for (let down = 1; down < this.size; down = 2 * at + 1) {
			if (down + 1 < this.size && this.#below(this.index[down + 1], this.score[down + 1], down)) down++;
			if (!this.#below(this.index[down], this.score[down], -1, index, score)) break;
			this.#move(down, at);
			at = down;
		}
		this.#put(at, index, score);
	}

	/** Whether the first is the lower one: less score, or as much and a later index. */
	#below(index: number, score: number, other: number, otherIndex = this.index[other], otherScore = this.score[other]): boolean {
		return score < otherScore || (score === otherScore && index > otherIndex);
	}

	#move(from: number, to: number): void {
		this.#put(to, this.index[from], this.score[from]);
	}

	#put(at: number, index: number, score: number): void {
		this.index[at] = index;
		this.score[at] = score;
	}
}
