import { wholeKey } from './order.js';
import type { IncomingOrder } from './order.js';

/** Orders remembered at most, the latest ones: an order whose lines are written hours apart is not to be expected. */
const most = 5000;

/** Puts the lines of an order together where they come in pieces, as a file grows by lines and not by orders. */
export class GrowingOrders {
	readonly #open = new Map<string, IncomingOrder>();

	/** Orders of one piece; those that were there before come back with all their lines. */
	add(orders: readonly IncomingOrder[]): IncomingOrder[] {
		return orders.map((order) => {
			const key = wholeKey(order);
			const before = this.#open.get(key);
			const whole = before ? { ...before, lines: [...before.lines, ...order.lines] } : order;
			this.#open.delete(key);
			this.#open.set(key, whole);
			if (this.#open.size > most) for (const oldest of this.#open.keys()) {
				this.#open.delete(oldest);
				break;
			}
			return whole;
		});
	}
}
