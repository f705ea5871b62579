/**
 * The only source of chance: a seeded generator that is passed in. sfc32 (C. Doty-Humphrey's PractRand), 32-bit
 * integer arithmetic, so the stream is the same on every engine.
 */
export class Random {
	#a: number;
	#b: number;
	#c: number;
	#counter = 1;

	constructor(readonly seed: number | string) {
		const words = hashWords(String(seed));
		[this.#a, this.#b, this.#c] = words;
		for (let i = 0; i < 12; i++) this.uint32();
	}

	/** The next integer in [0, 2^32). */
	uint32(): number {
		const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
		this.#counter = (this.#counter + 1) | 0;
		this.#a = this.#b ^ (this.#b >>> 9);
		this.#b = (this.#c + (this.#c << 3)) | 0;
		this.#c = (this.#c << 21) | (this.#c >>> 11);
		this.#c = (this.#c + t) | 0;
		return t >>> 0;
	}

	/** Uniform in [0, 1), 53 bits. */
	next(): number {
		return ((this.uint32() >>> 5) * 67108864 + (this.uint32() >>> 6)) / 9007199254740992;
	}

	/** As many draws as `out` is long: 1 where `next()` would be below `share`, else 0. */
	below(share: number, out: Uint8Array): void {
		let [a, b, c, counter] = [this.#a, this.#b, this.#c, this.#counter];
		const edge = share * 9007199254740992;
		const edgeHigh = Math.floor(edge / 67108864);
		const edgeLow = edge - edgeHigh * 67108864;
		for (let i = 0; i < out.length; i++) {
			const high = (((a + b) | 0) + counter) | 0;
			a = b ^ (b >>> 9);
			b = (c + (c << 3)) | 0;
			c = (((c << 21) | (c >>> 11)) + high) | 0;
			const low = (((a + b) | 0) + counter + 1) | 0;
			a = b ^ (b >>> 9);
			b = (c + (c << 3)) | 0;
			c = (((c << 21) | (c >>> 11)) + low) | 0;
			counter = (counter + 2) | 0;
			const top = high >>> 5;
			// Without a branch that no processor can foresee.
			out[i] = top === edgeHigh ? (low >>> 6 < edgeLow ? 1 : 0) : (top - edgeHigh) >>> 31;
		}
		[this.#a, this.#b, this.#c, this.#counter] = [a, b, c, counter];
	}

	/** Where the stream stands: four words, for `moveTo`. */
	words(): readonly number[] {
		return [this.#a, this.#b, this.#c, this.#counter];
	}

	/** Goes on where a stream stood. */
	moveTo([a, b, c, counter]: readonly number[]): void {
		[this.#a, this.#b, this.#c, this.#counter] = [a | 0, b | 0, c | 0, counter | 0];
	}

	/** Uniform integer in [0, bound). */
	integer(bound: number): number {
		return Math.floor(this.next() * bound);
	}

	/** Standard normal (Marsaglia's polar method; the second value is dropped, so one call is one draw). */
	normal(): number {
		for (;;) {
			const u = 2 * this.next() - 1;
			const v = 2 * this.next() - 1;
			const s = u * u + v * v;
			if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
		}
	}

	/** Fisher-Yates, in place. */
	shuffle<T extends { length: number; [index: number]: unknown }>(items: T): T {
		for (let i = items.length - 1; i > 0; i--) {
			const j = this.integer(i + 1);
			const held = items[i];
			items[i] = items[j];
			items[j] = held;
		}
		return items;
	}

	/** An independent stream for a named purpose: the same seed and label always give the same stream. */
	fork(label: number | string): Random {
		return new Random(`${this.seed}/${label}`);
	}
}

/** Three 32-bit words from a text (FNV-1a with murmur3's finaliser, one basis per word). */
function hashWords(text: string): [number, number, number] {
	return [0x811c9dc5, 0x9e3779b9, 0x85ebca6b].map((basis) => {
		let h = basis;
		for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
		h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
		h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
		return h ^ (h >>> 16);
	}) as [number, number, number];
}
