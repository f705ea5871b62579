import { LikelyError, toFailure } from './errors.js';
import type { Failure } from './errors.js';
import { buffersOf } from './parallel.js';
import type { Task, TaskPool } from './parallel.js';

/** A task on its way to a worker. */
export interface TaskCall {
	readonly id: number;
	readonly task: string;
	readonly input: unknown;
}

/** What comes back. */
export interface TaskAnswer {
	readonly id: number;
	readonly output?: unknown;
	readonly failure?: Failure;
}

/** A worker as its host has it. */
export interface QueueWorker {
	post(call: TaskCall, transfer: readonly ArrayBuffer[]): void;
	/** Stops it at once, whatever it does. */
	end(): void;
}

/** Whom a worker answers, and whom it tells that it is no more. */
export interface WorkerEvents {
	readonly answered: (answer: TaskAnswer) => void;
	/** May be told more than once, and of a worker that was ended. */
	readonly failed: (message: string, cause?: unknown) => void;
}

interface Waiting extends TaskCall {
	readonly transfer: readonly ArrayBuffer[];
	readonly resolve: (output: never) => void;
	readonly reject: (error: unknown) => void;
}

/**
 * A TaskPool over workers of any host: a worker computes one task at a time, the rest wait in order; `cancel` ends the
 * workers at once, and a pool that is not used any more has to be ended this way. While there is plenty to do, a worker has
 * its next task at hand already: the way of an answer here and of a task there takes milliseconds, in which it would stand
 * idle.
 */
export class TaskQueue implements TaskPool {
	readonly #start: (events: WorkerEvents) => QueueWorker;
	readonly #idle: QueueWorker[] = [];
	/** What each worker was given, the task at work first. */
	readonly #busy = new Map<QueueWorker, Waiting[]>();
	#waiting: Waiting[] = [];
	#ids = 0;

	/** `start` starts one more worker. */
	constructor(
		readonly size: number,
		start: (events: WorkerEvents) => QueueWorker
	) {
		this.#start = start;
	}

	run<Input, Output>(task: string, input: Input, transfer: readonly ArrayBuffer[] = []): Promise<Output> {
		return new Promise<Output>((resolve, reject) => {
			this.#waiting.push({ id: this.#ids++, task, input, transfer, resolve, reject });
			this.#next();
		});
	}

	cancel(): void {
		const dropped = [...[...this.#busy.values()].flat(), ...this.#waiting];
		for (const worker of [...this.#busy.keys(), ...this.#idle]) worker.end();
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
				worker.post({ id: call.id, task: call.task, input: call.input }, call.transfer);
			} catch (error) {
				this.#settle(worker, call);
				call.reject(error);
			}
		}
	}

	#free(): QueueWorker | undefined {
		return this.#idle.pop() ?? (this.#busy.size < this.size ? this.#started() : undefined);
	}

	/**
	 * A worker with one task, for a task that may lie ready there: not one of the last, which the first worker that is free
	 * shall have, and none that gives buffers away, which could not be given to another worker if this one crashed.
	 */
	#soonFree({ transfer }: Waiting): QueueWorker | undefined {
		if (transfer.length > 0 || this.#waiting.length < this.size) return undefined;
		for (const [worker, calls] of this.#busy) if (calls.length === 1) return worker;
		return undefined;
	}

	#started(): QueueWorker {
		const worker: QueueWorker = this.#start({
			answered: ({ id, failure, output }) => {
				const call = this.#busy.get(worker)?.find((given) => given.id === id);
				if (call) this.#settle(worker, call);
				if (failure) call?.reject(new LikelyError(failure.code, failure.facts));
				else call?.resolve(output as never);
				this.#next();
			},
			failed: (message, cause) => {
				worker.end();
				const [call, ...ready] = this.#busy.get(worker) ?? [];
				this.#busy.delete(worker);
				if (this.#idle.includes(worker)) this.#idle.splice(this.#idle.indexOf(worker), 1);
				this.#waiting.unshift(...ready);
				call?.reject(new LikelyError('worker.failed', { message }, { cause }));
				this.#next();
			}
		});
		return worker;
	}

	#settle(worker: QueueWorker, call: Waiting): void {
		const others = (this.#busy.get(worker) ?? []).filter((given) => given !== call);
		if (others.length > 0) this.#busy.set(worker, others);
		else {
			this.#busy.delete(worker);
			this.#idle.push(worker);
		}
	}
}

/** Runs a call in a worker: what to answer, and the buffers that it gives away. */
export function answerTask(tasks: Readonly<Record<string, Task>>, { id, task, input }: TaskCall): [TaskAnswer, ArrayBuffer[]] {
	try {
		const output = tasks[task](input as never);
		return [{ id, output }, buffersOf(output)];
	} catch (error) {
		return [{ id, failure: toFailure(error) }, []];
	}
}
