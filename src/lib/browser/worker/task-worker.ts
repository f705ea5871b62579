import { answerTask } from '../../core/task-queue.js';
import type { TaskCall } from '../../core/task-queue.js';
import { tasks } from './tasks.js';

/** One core of the pool: runs a named pure task per message and answers in kind. */
addEventListener('message', ({ data }: MessageEvent<TaskCall>) => {
	const [answer, transfer] = answerTask(tasks, data);
	postMessage(answer, { transfer });
});
