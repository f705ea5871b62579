import { TaskQueue } from '../../core/task-queue.js';
import type { TaskAnswer } from '../../core/task-queue.js';
import { startWorker } from './start-worker.js';
import script from './task-worker.ts?worker&url';

/** A TaskPool over web workers, which start when they are needed. */
export class WorkerPool extends TaskQueue {
	constructor(size: number = coreCount()) {
		super(size, ({ answered, failed }) => {
			const worker = startWorker(script);
			worker.onmessage = ({ data }: MessageEvent<TaskAnswer>) => answered(data);
			worker.onerror = (event) => {
				event.preventDefault();
				failed(event.message || 'the worker could not start');
			};
			worker.onmessageerror = () => failed('an answer of the worker could not be read');
			return {
				post: (call, transfer) => worker.postMessage(call, [...transfer]),
				end: () => worker.terminate()
			};
		});
	}
}

/** Cores to use: all that the browser tells of, at most 8. */
function coreCount(): number {
	return Math.max(1, Math.min(8, navigator.hardwareConcurrency || 2));
}
