import { LikelyError, toFailure } from '../../core/errors.js';
import { EventStream } from '../../core/live/event-stream.js';
import { incomingOrders } from '../../core/live/order.js';
import type { IncomingOrder } from '../../core/live/order.js';
import { pause, untilAborted } from './feed.js';
import type { Feed } from './feed.js';

/** Pages of this site send orders here, and hear for each message what became of it. */
export const channelName = 'likely-orders';

/** What a sender hears: `id` is the one of its message. Send the next message after the answer to the last. */
export interface ChannelAnswer {
	readonly id: unknown;
	readonly accepted: number;
	readonly problem?: string;
}

/** Takes `{ id, orders: [...] }` from a BroadcastChannel. */
export function channelFeed(): Feed {
	return async (push, refuse, signal) => {
		const channel = new BroadcastChannel(channelName);
		channel.onmessage = (event: MessageEvent<unknown>) => {
			const message = event.data;
			if (typeof message !== 'object' || message === null || !('orders' in message)) return;
			const id = 'id' in message ? message.id : undefined;
			void take({ orders: message.orders }, push, refuse).then((answer) => signal.aborted || channel.postMessage({ id, ...answer }));
		};
		await untilAborted(signal);
		channel.close();
	};
}

/**
 * Server-Sent Events of this origin: the data of each is an order, or a list of them, in JSON. The next piece of the stream
 * is read when the orders of the last are kept, so that a fast server is held back. Where the connection is lost another
 * is made, which says in `Last-Event-ID` which event was kept last: no EventSource does that through a service worker.
 */
export function eventsFeed(address: string): Feed {
	return async (push, refuse, signal) => {
		const url = ownAddress(address, location.origin, ['http:', 'https:']);
		let last: string | undefined;
		for (let failed = 0; !signal.aborted; failed++) {
			try {
				const headers = { Accept: 'text/event-stream', ...(last !== undefined && { 'Last-Event-ID': last }) };
				const { ok, headers: given, body } = await fetch(url, { headers, signal, cache: 'no-store' });
				if (ok && body && given.get('content-type')?.startsWith('text/event-stream')) {
					failed = 0;
					refuse(undefined);
					const events = new EventStream();
					const reader = body.pipeThrough(new TextDecoderStream()).getReader();
					for (let piece = await reader.read(); !piece.done; piece = await reader.read())
						for (const { id, data } of events.push(piece.value)) {
							await takeText(data, push, refuse);
							last = id ?? last;
						}
				}
			} catch {
				// Lost, or ended by the visitor: told below.
			}
			if (signal.aborted) return;
			refuse('live.disconnected');
			await pause(patience(failed), signal);
		}
	};
}

/**
 * A WebSocket of this origin: each message is an order, or a list of them, in JSON. Each is answered once its orders are
 * kept, in the order they came: a server that waits for the answers, and sends anew what was not answered when the
 * connection comes back, loses nothing; what comes twice counts once.
 */
export function socketFeed(address: string): Feed {
	return async (push, refuse, signal) => {
		const url = ownAddress(address, location.origin.replace(/^http/, 'ws'), ['ws:', 'wss:']);
		const inTurn = oneAfterAnother();
		for (let failed = 0; !signal.aborted; failed++) {
			const socket = new WebSocket(url);
			const closed = new Promise<void>((resolve) => (socket.onclose = () => resolve()));
			socket.onopen = () => {
				failed = 0;
				refuse(undefined);
			};
			socket.onmessage = ({ data }: MessageEvent<unknown>) =>
				void inTurn(async () => {
					const answer = await takeText(data, push, refuse);
					if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(answer));
				});
			await Promise.race([untilAborted(signal), closed]);
			socket.close();
			if (signal.aborted) return;
			refuse('live.disconnected');
			await pause(patience(failed), signal);
		}
	};
}

/** Milliseconds until the next attempt: half a second, twice as long each time, half a minute at most. */
function patience(failed: number): number {
	return Math.min(30_000, 500 * 2 ** failed);
}

/** Runs works one after another, in the order they are handed in. */
function oneAfterAnother(): (work: () => Promise<unknown>) => Promise<unknown> {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => (last = last.then(work, work));
}

/** The address in full, on this origin. Throws `live.other_origin`. */
export function ownAddress(address: string, origin: string, schemes: readonly string[]): string {
	let url: URL | undefined;
	try {
		url = new URL(address, `${origin}/`);
	} catch {
		url = undefined;
	}
	if (!url || !schemes.includes(url.protocol) || url.host !== new URL(origin).host) throw new LikelyError('live.other_origin', { address });
	return url.href;
}

async function takeText(data: unknown, push: Parameters<Feed>[0], refuse: Parameters<Feed>[1]) {
	try {
		return await take(JSON.parse(String(data)), push, refuse);
	} catch {
		refuse('live.bad_order');
		return { accepted: 0, problem: 'live.bad_order' };
	}
}

async function take(value: unknown, push: Parameters<Feed>[0], refuse: Parameters<Feed>[1]): Promise<Omit<ChannelAnswer, 'id'>> {
	try {
		const orders: readonly IncomingOrder[] = incomingOrders(value);
		await push(orders);
		return { accepted: orders.length };
	} catch (error) {
		const { code } = toFailure(error);
		refuse(code);
		return { accepted: 0, problem: code };
	}
}
