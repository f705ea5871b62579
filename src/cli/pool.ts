import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { LikelyError } from '../lib/core/errors.js';
import type { Failure } from '../lib/core/errors.js';
import type { TaskPool } from '../lib/core/parallel.js';

export interface TaskCall {
	readonly id: number;
	readonly task: string;
	readonly input: unknown;
}

export interface TaskAnswer {
	readonly id: number;
	readonly output?: unknown;
	readonly failure?: Failure;
}

interface Waiting extends TaskCall {
	readonly transfer: readonly ArrayBuffer[];
	readonly resolve: (output: never) => void;
	readonly reject: (error: unknown) => void;
}

/** A TaskPool over worker threads, one task a thread at a time. Threads start when they are needed. */
export class ThreadPool implements TaskPool {
	readonly #entry: string | URL;
	readonly #idle: Worker[] = [];
	readonly #busy = new Map<Worker, Waiting>();
	#waiting: Waiting[] = [];
	#calls = 0;

	/** `entry` is the built task-worker. */
	constructor(entry: string | URL, readonly size: number = Math.min(16, availableParallelism())) {
		this.#entry = entry;
	}

	run<Input, Output>(task: string, input: Input, transfer: readonly ArrayBuffer[] = []): Promise<Output> {
		return new Promise<Output>((resolve, reject) => {
			this.#waiting.push({ id: this.#calls++, task, input, transfer, resolve, reject });
			this.#next();
		});
	}

	/** Ends all threads; what was under way is `cancelled`. A pool that is not used any more has to be ended this way. */
	cancel(): void {
		const dropped = [...this.#busy.values(), ...this.#waiting];
		for (const worker of [...this.#busy.keys(), ...this.#idle]) void worker.terminate();
		this.#busy.clear();
		this.#idle.length = 0;
		this.#waiting = [];
		for (const call of dropped) call.reject(new LikelyError('cancelled'));
	}

	#next(): void {
		while (this.#waiting.length && (this.#idle.length || this.#busy.size < this.size)) {
			const call = this.#waiting.shift();
			if (!call) return;
			const worker = this.#idle.pop() ?? this.#start();
			this.#busy.set(worker, call);
			try {
				worker.postMessage({ id: call.id, task: call.task, input: call.input } satisfies TaskCall, [...call.transfer]);
			} catch (error) {
				this.#settle(worker, true)?.reject(error);
			}
		}
	}

	#start(): Worker {
		const worker = new Worker(this.#entry);
		worker.on('message', ({ failure, output }: TaskAnswer) => {
			const call = this.#settle(worker, true);
			if (failure) call?.reject(new LikelyError(failure.code, failure.facts));
			else call?.resolve(output as never);
			this.#next();
		});
		worker.on('error', (error: Error) => {
			this.#settle(worker, false)?.reject(new LikelyError('worker.failed', { message: error.message }, { cause: error }));
			this.#next();
		});
		return worker;
	}

	#settle(worker: Worker, reusable: boolean): Waiting | undefined {
		const call = this.#busy.get(worker);
		this.#busy.delete(worker);
		if (reusable && call) this.#idle.push(worker);
		return call;
	}
}
