import { toFailure } from '../../core/errors.js';
import { tasks } from './tasks.js';
import type { TaskAnswer, TaskCall } from './pool.js';

/** One core of the pool: runs a named pure task per message and answers in kind. */
addEventListener('message', (event: MessageEvent<TaskCall>) => {
	const { id, task, input } = event.data;
	let answer: TaskAnswer;
	try {
		answer = { id, output: tasks[task](input as never) };
	} catch (error) {
		answer = { id, failure: toFailure(error) };
	}
	postMessage(answer, { transfer: buffersOf(answer.output) });
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
