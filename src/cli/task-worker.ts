import { parentPort } from 'node:worker_threads';
import { toFailure } from '../lib/core/errors.js';
import type { TaskAnswer, TaskCall } from './pool.js';
import { tasks } from './tasks.js';

/** One core of the pool: runs a named pure task per message and answers in kind. */
parentPort?.on('message', ({ id, task, input }: TaskCall) => {
	let answer: TaskAnswer;
	try {
		answer = { id, output: tasks[task](input as never) };
	} catch (error) {
		answer = { id, failure: toFailure(error) };
	}
	parentPort?.postMessage(answer, buffersOf(answer.output));
});

/** The buffers of the typed arrays directly inside a result: they are given away, not copied. */
function buffersOf(output: unknown): ArrayBuffer[] {
	const found = new Set<ArrayBuffer>();
	const look = (value: unknown) => {
		if (ArrayBuffer.isView(value) && value.buffer instanceof ArrayBuffer) found.add(value.buffer);
	};
	look(output);
	if (output && typeof output === 'object' && !ArrayBuffer.isView(output)) Object.values(output).forEach(look);
	return [...found];
}
