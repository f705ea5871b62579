import { LikelyError } from '../../core/errors.js';
import type { Failure } from '../../core/errors.js';
import type { TaskPool } from '../../core/parallel.js';
import { startWorker } from './start-worker.js';
import script from './task-worker.ts?worker&url';

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

/**
 * A TaskPool over web workers: a worker computes one task at a time, the rest wait in order; `cancel` ends the workers at
 * once. While there is plenty to do, a worker has its next task at hand already: the way of an answer here and of a task
 * there takes milliseconds in some browsers, in which it would stand idle.
 */
export class WorkerPool implements TaskPool {
	readonly #idle: Worker[] = [];
	/** What each worker was given, the task at work first. */
	readonly #busy = new Map<Worker, Waiting[]>();
	#waiting: Waiting[] = [];
	#ids = 0;

	constructor(readonly size: number = coreCount()) {}

	run<Input, Output>(task: string, input: Input, transfer: readonly ArrayBuffer[] = []): Promise<Output> {
		return new Promise<Output>((resolve, reject) => {
			this.#waiting.push({ id: this.#ids++, task, input, transfer, resolve, reject });
			this.#next();
		});
	}

	cancel(): void {
		const dropped = [...[...this.#busy.values()].flat(), ...this.#waiting];
		for (const worker of [...this.#busy.keys(), ...this.#idle]) worker.terminate();
		this.#busy.clear();
		this.#idle.length = 0;
		this.#waiting = [];
		for (const call of dropped) call.reject(new LikelyError('cancelled'));
	}

	#next(): void {
		for (let call = this.#waiting.at(0); call; call = this.#waiting.at(0)) {
			const worker = this.#free() ?? this.#soonFree(call);
			if (!worker) return;
			this.#waiting.shift();
			this.#busy.set(worker, [...(this.#busy.get(worker) ?? []), call]);
			try {
				worker.postMessage({ id: call.id, task: call.task, input: call.input } satisfies TaskCall, [...call.transfer]);
			} catch (error) {
				this.#settle(worker, call);
				call.reject(error);
			}
		}
	}

	#free(): Worker | undefined {
		return this.#idle.pop() ?? (this.#busy.size < this.size ? this.#start() : undefined);
	}

	/**
	 * A worker with one task, for a task that may lie ready there: not one of the last, which the first worker that is free
	 * shall have, and none that gives buffers away, which could not be given to another worker if this one crashed.
	 */
	#soonFree({ transfer }: Waiting): Worker | undefined {
		if (transfer.length > 0 || this.#waiting.length < this.size) return undefined;
		for (const [worker, calls] of this.#busy) if (calls.length === 1) return worker;
		return undefined;
	}

	#start(): Worker {
		const worker = startWorker(script);
		worker.onmessage = ({ data: { id, failure, output } }: MessageEvent<TaskAnswer>) => {
			const call = this.#busy.get(worker)?.find((given) => given.id === id);
			if (call) this.#settle(worker, call);
			if (failure) call?.reject(new LikelyError(failure.code, failure.facts));
			else call?.resolve(output as never);
			this.#next();
		};
		worker.onerror = (event) => {
			event.preventDefault();
			worker.terminate();
			const [call, ...ready] = this.#busy.get(worker) ?? [];
			this.#busy.delete(worker);
			this.#waiting.unshift(...ready);
			call?.reject(new LikelyError('worker.failed', { message: event.message || 'the worker could not start' }));
			this.#next();
		};
		return worker;
	}

	#settle(worker: Worker, call: Waiting): void {
		const others = (this.#busy.get(worker) ?? []).filter((given) => given !== call);
		if (others.length > 0) this.#busy.set(worker, others);
		else {
			this.#busy.delete(worker);
			this.#idle.push(worker);
		}
	}
}

/** Cores to use: all that the browser tells of, at most 8. */
function coreCount(): number {
	return Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2));
}
