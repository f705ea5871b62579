// A worker as the pool expects it, with tasks that a test can see through.
import { parentPort, threadId } from 'node:worker_threads';

parentPort?.on('message', ({ id, task, input }) => {
	if (task === 'fail') parentPort?.postMessage({ id, failure: { code: 'test.failed', facts: { input } } });
	else if (task === 'crash') throw new Error('crash');
	else if (task === 'exit') process.exit(input);
	else if (task === 'spin') for (;;);
	else parentPort?.postMessage({ id, output: { input, threadId } });
});
