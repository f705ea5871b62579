import { whatStops } from './violation.js';

export type AttemptName = 'fetch' | 'worker' | 'beacon' | 'image' | 'websocket' | 'script' | 'form' | 'frame' | 'webrtc' | 'dns' | 'navigation';

export interface Attempt {
	readonly name: AttemptName;
	/** What stopped it: a directive of the policy, `removed`, or `failed` where that is all that is known. Undefined: nothing can, or nothing did. */
	readonly stoppedBy: string | undefined;
	/** False for what no page can forbid itself. */
	readonly coverable: boolean;
}

/** A name that never can exist (RFC 2606): were something not stopped, it would still reach nobody. */
const domain = 'likely.invalid';

/**
 * Tries to send a word to a foreign host in every way that a page has, and says what stopped each. `fromWorker` tries
 * it from the background worker.
 */
export async function tryToSend(fromWorker: (host: string) => Promise<string | undefined>): Promise<Attempt[]> {
	const results: Attempt[] = [];
	const attempt = async (name: AttemptName, run: (url: string) => unknown) => {
		const host = `${name}.${domain}`;
		results.push({ name, stoppedBy: await whatStops(host, () => run(`https://${host}/hello`)), coverable: true });
	};
	await attempt('fetch', (url) => fetch(url, { method: 'POST', mode: 'no-cors', body: 'hello' }));
	results.push({ name: 'worker', stoppedBy: await fromWorker(`worker.${domain}`), coverable: true });
	await attempt('beacon', (url) => navigator.sendBeacon(url, 'hello'));
	await attempt('image', (url) => (new Image().src = url));
	await attempt('websocket', (url) => new WebSocket(url.replace('https', 'wss')));
	await attempt('script', (url) => added('script', (script) => (script.src = url)));
	await attempt('frame', (url) => added('iframe', (frame) => (frame.src = url)));
	await attempt('form', sendForm);
	document.querySelectorAll('[data-attempt]').forEach((element) => element.remove());
	results.push(
		{ name: 'webrtc', stoppedBy: 'RTCPeerConnection' in globalThis ? undefined : 'removed', coverable: false },
		{ name: 'dns', stoppedBy: undefined, coverable: false },
		{ name: 'navigation', stoppedBy: undefined, coverable: false }
	);
	return results;
}

function added<Name extends 'script' | 'iframe' | 'form'>(name: Name, prepare: (element: HTMLElementTagNameMap[Name]) => void) {
	const element = document.createElement(name);
	element.dataset.attempt = name;
	element.hidden = true;
	prepare(element);
	document.body.append(element);
	return element;
}

/** Into a frame of its own, so that this page would stay even if the form went out. */
function sendForm(url: string): void {
	added('iframe', (frame) => (frame.name = 'likely-attempt'));
	const form = added('form', (element) => {
		element.action = url;
		element.method = 'post';
		element.target = 'likely-attempt';
	});
	form.submit();
}
