import { treeTasks } from '../../../../src/lib/core/models/trees/index.js';
import type { TaskPool } from '../../../../src/lib/core/parallel.js';

/** Runs tasks later, the newest first, as workers of different speed might. */
export function scrambled(size: number): TaskPool {
	const waiting: (() => void)[] = [];
	return {
		size,
		run: <Input, Output>(task: string, input: Input) =>
			new Promise<Output>((resolve) => {
				const copy = structuredClone(input);
				const tasks: Record<string, (given: never) => unknown> = treeTasks;
				waiting.push(() => resolve(tasks[task](copy as never) as Output));
				setTimeout(() => waiting.pop()?.(), 0);
			}),
		cancel: () => waiting.splice(0)
	};
}
