import { toFailure } from '../../core/errors.js';
import { buffersOf } from '../../core/parallel.js';
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
