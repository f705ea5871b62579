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

/** A TaskPool over web workers: at most one task a worker, the rest wait in order; `cancel` ends the workers at once. */
export class WorkerPool implements TaskPool {
	readonly #idle: Worker[] = [];
	readonly #busy = new Map<Worker, Waiting>();
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
		const dropped = [...this.#busy.values(), ...this.#waiting];
		for (const worker of [...this.#busy.keys(), ...this.#idle]) worker.terminate();
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
		const worker = startWorker(script);
		worker.onmessage = (event: MessageEvent<TaskAnswer>) => {
			const call = this.#settle(worker, true);
			const { failure, output } = event.data;
			if (failure) call?.reject(new LikelyError(failure.code, failure.facts));
			else call?.resolve(output as never);
			this.#next();
		};
		worker.onerror = (event) => {
			event.preventDefault();
			worker.terminate();
			this.#settle(worker, false)?.reject(new LikelyError('worker.failed', { message: event.message || 'the worker could not start' }));
			this.#next();
		};
		return worker;
	}

	#settle(worker: Worker, reusable: boolean): Waiting | undefined {
		const call = this.#busy.get(worker);
		this.#busy.delete(worker);
		if (reusable && call) this.#idle.push(worker);
		return call;
	}
}

/** Cores to use: all that the browser tells of, at most 8. */
function coreCount(): number {
	return Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2));
}
