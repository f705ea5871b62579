import { namesAlone } from '../features/names-alone.js';
import type { Examples } from '../features/types.js';
import { decodeModel } from '../models/decode.js';
import { readsHistories } from '../models/inputs.js';
import { sharedBuffer } from '../models/nextbasket/shared.js';
import type { EncodedModel, Model, Numbers } from '../models/types.js';
import type { Task, TaskPool } from '../parallel.js';

/** Pairs from which on other cores are asked: about half a second of a forest, in which a worker has started. */
const WORTH_IT = 500_000;

interface AnswersInput {
	/** Tells models apart, so that a worker decodes one once. */
	readonly key: string;
	readonly model: EncodedModel;
	/** Rows without the orders that they come from. */
	readonly examples: Examples;
}

let last: { readonly key: string; readonly model: Model } | undefined;

/** What the pool's workers compute of everybody's answers: `Model.predict` of a model that answers from features alone. */
export const answerTasks: Readonly<Record<string, Task>> = {
	answers: ({ key, model, examples }: AnswersInput): Float32Array => {
		if (last?.key !== key) last = { key, model: decodeModel(model) };
		return last.model.predict(examples);
	}
};

let keys = 0;

/** Asks a model on other cores, to the bit as here. */
export class PooledAnswers {
	readonly #key = `${++keys}`;
	readonly #encoded: EncodedModel;

	constructor(
		encoded: EncodedModel,
		readonly pool: TaskPool
	) {
		this.#encoded = { ...encoded, buffers: Object.fromEntries(Object.entries(encoded.buffers).map(([name, numbers]) => [name, shared(numbers)])) };
	}

	/** Whether so many pairs are answered sooner that way: not by models that read the orders, nor on a single core. */
	static isWorthIt(model: Model, pairs: number, pool: TaskPool, worthIt = WORTH_IT): boolean {
		return !readsHistories(model) && pool.size > 1 && pairs >= worthIt;
	}

	/** [rows × products] of a block; undefined where the pool failed or was ended, as a cancelled training ends it. */
	async predict(block: Examples): Promise<Float32Array | undefined> {
		const input: AnswersInput = { key: this.#key, model: this.#encoded, examples: withoutOrders(block) };
		return this.pool.run<AnswersInput, Float32Array>('answers', input).catch(() => undefined);
	}
}

/** Rows of a book that has the products and nothing else. */
function withoutOrders(examples: Examples): Examples {
	const { products, from, to } = examples.book;
	return { ...examples, book: namesAlone({ products, from, to }), labels: undefined };
}

/** The numbers in memory that all workers see, where there is such a thing: they are not copied for each. */
function shared(numbers: Numbers): Numbers {
	const bytes = sharedBuffer(numbers.byteLength);
	new Uint8Array(bytes).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
	const Kind = numbers.constructor as new (buffer: ArrayBuffer | SharedArrayBuffer) => Numbers;
	return new Kind(bytes);
}
