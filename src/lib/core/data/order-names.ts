import type { Category } from './types.js';

const DAY_MS = 86_400_000;

/**
 * Gives every row its order: its customer together with its order id, or, where that is missing, with its day. An id
 * that two customers share is two orders.
 */
export class OrderNames {
	readonly #customers: readonly string[];
	readonly #ids: readonly string[];
	readonly #code = new Map<number, number>();
	readonly #values: string[] = [];
	/** [ids] the first customer with that id. */
	readonly #owner: Int32Array;
	/** How many rows had no id. */
	dayOrders = 0;

	constructor(customers: readonly string[], ids: readonly string[]) {
		this.#customers = customers;
		this.#ids = ids;
		this.#owner = new Int32Array(ids.length).fill(-1);
	}

	/** The code of the order of a row; `id` is -1 where there is none. */
	code(customer: number, id: number, time: number): number {
		const day = Math.floor(time);
		if (id < 0) this.dayOrders++;
		const slot = id < 0 ? -1 - (day + 100_000) : id;
		const key = slot * this.#customers.length + customer;
		const known = this.#code.get(key);
		if (known !== undefined) return known;
		this.#code.set(key, this.#values.length);
		return this.#values.push(id < 0 ? this.#dayName(customer, day) : this.#idName(customer, id)) - 1;
	}

	finish(codes: Int32Array): Category {
		return { codes, values: this.#values };
	}

	#idName(customer: number, id: number): string {
		if (this.#owner[id] < 0) this.#owner[id] = customer;
		return this.#owner[id] === customer ? this.#ids[id] : `${this.#ids[id]} ${this.#customers[customer]}`;
	}

	#dayName(customer: number, day: number): string {
		return `${this.#customers[customer]} ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
	}
}
