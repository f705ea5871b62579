import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { TaskQueue } from '../lib/core/task-queue.js';

/** A TaskPool over worker threads, which start when they are needed. */
export class ThreadPool extends TaskQueue {
	/** `entry` is the built task-worker. */
	constructor(entry: string | URL, size: number = Math.min(16, availableParallelism())) {
		super(size, ({ answered, failed }) => {
			const worker = new Worker(entry);
			worker.on('message', answered);
			worker.on('error', (error: Error) => failed(error.message, error));
			worker.on('messageerror', (error: Error) => failed(error.message, error));
			worker.on('exit', (code) => failed(`the thread ended with code ${code}`));
			return {
				post: (call, transfer) => worker.postMessage(call, [...transfer]),
				end: () => void worker.terminate()
			};
		});
	}
}
