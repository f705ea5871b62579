/**
 * The worker's own script holds nothing that another module could ask for: what they share would be built into it, and
 * WebKit runs a worker's script a second time when a module imports it. Two engines would answer every message then.
 * Messages that come before the engine is there are kept for it; that it cannot be loaded is an error of the worker.
 */
const early: MessageEvent[] = [];
const keep = (event: MessageEvent) => void early.push(event);
addEventListener('message', keep);

import('./serve.js').then(
	({ serve }) => {
		removeEventListener('message', keep);
		serve();
		for (const { data, ports } of early) dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
	},
	(error: unknown) =>
		setTimeout(() => {
			throw error;
		})
);

export {};
