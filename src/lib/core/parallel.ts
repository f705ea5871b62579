/**
 * Runs named pure tasks on other cores. The browser adapter has web workers under it, the command line worker
 * threads; `inline` runs in place. A task's result may not depend on where, or in which order, it ran.
 */
export interface TaskPool {
	readonly size: number;
	/** `transfer` lists the buffers inside `input` that the caller gives away. */
	run<Input, Output>(task: string, input: Input, transfer?: readonly ArrayBuffer[]): Promise<Output>;
	/** Stops everything that runs; later calls start afresh. */
	cancel(): void;
}

export type Task = (input: never) => unknown;

/** A pool of size 1 that computes in place, for tests, small data, and where no worker can start. */
export function inline(tasks: Readonly<Record<string, Task>>): TaskPool {
	return {
		size: 1,
		run: async <Input, Output>(task: string, input: Input) => tasks[task](input as never) as Output,
		cancel: () => {}
	};
}

/** The buffers of all typed arrays in a task's result, however deep: a worker gives them away instead of copying them. */
export function buffersOf(output: unknown): ArrayBuffer[] {
	const found = new Set<ArrayBuffer>();
	const look = (value: unknown): void => {
		if (ArrayBuffer.isView(value)) {
			if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
		} else if (value && typeof value === 'object') Object.values(value).forEach(look);
	};
	look(output);
	return [...found];
}
