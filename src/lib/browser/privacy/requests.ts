/** Who asked for something: the page, its background worker, or the worker that keeps the site for offline use. */
export type Asker = 'page' | 'worker' | 'service worker';

/** One request that the browser tells of. */
export interface RequestNote {
	readonly url: string;
	readonly by: Asker;
	/** Bytes that came in for it, with headers; 0 where the answer was on this device already, or is not told. */
	readonly bytes: number;
}

type Timing = Pick<PerformanceResourceTiming, 'name' | 'transferSize'>;

/** What a timing entry says of a request. */
function noteOf({ name, transferSize }: Timing, by: Asker): RequestNote {
	return { url: name, by, bytes: transferSize ?? 0 };
}

/** Everything that this worker has asked for since it started, as far as its browser keeps count. */
export function ownRequests(by: Asker): RequestNote[] {
	return (performance.getEntriesByType('resource') as PerformanceResourceTiming[]).map((entry) => noteOf(entry, by));
}

/**
 * Tells of each request of this page: those that were made before at once, later ones as they come. The returned
 * function ends it.
 */
export function watchPageRequests(tell: (notes: readonly RequestNote[]) => void): () => void {
	tell((performance.getEntriesByType('navigation') as PerformanceResourceTiming[]).map((entry) => noteOf(entry, 'page')));
	const observer = new PerformanceObserver((list) =>
		tell((list.getEntries() as PerformanceResourceTiming[]).map((entry) => noteOf(entry, 'page')))
	);
	observer.observe({ type: 'resource', buffered: true });
	return () => observer.disconnect();
}

/** What the service worker asked for since it was last started; nothing where there is none, or it does not answer. */
export async function serviceWorkerRequests(): Promise<readonly RequestNote[]> {
	const controller = 'serviceWorker' in navigator ? navigator.serviceWorker.controller : null;
	if (!controller) return [];
	const { port1, port2 } = new MessageChannel();
	const answer = new Promise<readonly RequestNote[]>((resolve) => {
		port1.onmessage = (event: MessageEvent<readonly RequestNote[]>) => resolve(event.data);
		setTimeout(() => resolve([]), 1000);
	});
	controller.postMessage('requests', [port2]);
	return answer.finally(() => port1.close());
}
