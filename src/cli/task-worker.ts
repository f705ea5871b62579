import { parentPort } from 'node:worker_threads';
import { toFailure } from '../lib/core/errors.js';
import { buffersOf } from '../lib/core/parallel.js';
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
