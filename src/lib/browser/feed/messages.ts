import { LikelyError, toFailure } from '../../core/errors.js';
import { incomingOrders } from '../../core/live/order.js';
import type { IncomingOrder } from '../../core/live/order.js';
import { untilAborted } from './feed.js';
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

/** Server-Sent Events of this origin: the data of each is an order, or a list of them, in JSON. */
export function eventsFeed(address: string): Feed {
	return async (push, refuse, signal) => {
		const source = new EventSource(ownAddress(address, location.origin, ['http:', 'https:']));
		source.onmessage = ({ data }: MessageEvent<unknown>) => void takeText(data, push, refuse);
		source.onerror = () => refuse('live.disconnected');
		await untilAborted(signal);
		source.close();
	};
}

/** A WebSocket of this origin: each message is an order, or a list of them, in JSON; each is answered. */
export function socketFeed(address: string): Feed {
	return async (push, refuse, signal) => {
		const origin = location.origin.replace(/^http/, 'ws');
		const socket = new WebSocket(ownAddress(address, origin, ['ws:', 'wss:']));
		const closed = new Promise<void>((resolve) => (socket.onclose = () => resolve()));
		socket.onmessage = ({ data }: MessageEvent<unknown>) =>
			void takeText(data, push, refuse).then((answer) => socket.readyState === WebSocket.OPEN && socket.send(JSON.stringify(answer)));
		await Promise.race([untilAborted(signal), closed]);
		if (!signal.aborted) refuse('live.disconnected');
		socket.close();
	};
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
