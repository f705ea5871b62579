import { parentPort } from 'node:worker_threads';
import { answerTask } from '../lib/core/task-queue.js';
import type { TaskCall } from '../lib/core/task-queue.js';
import { tasks } from './tasks.js';

/** One core of the pool: runs a named pure task per message and answers in kind. */
parentPort?.on('message', (call: TaskCall) => parentPort?.postMessage(...answerTask(tasks, call)));
