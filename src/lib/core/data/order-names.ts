import type { Category } from './types.js';

const DAY_MS = 86_400_000;

/**
 * Gives every row its order: its customer together with its order id, or, where that is missing, with its day. An id
 * that two customers share is two orders.
 */
export class OrderNames {
	readonly #customers: readonly string[];
	readonly #ids: readonly string[];
	/** Of an id its first customer's order; of any other customer with that id, and of days, by a combined key. */
	readonly #first: Int32Array;
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
		this.#first = new Int32Array(ids.length);
	}

	/** The code of the order of a row; `id` is -1 where there is none. */
	code(customer: number, id: number, time: number): number {
		if (id >= 0) {
			if (this.#owner[id] === customer) return this.#first[id];
			if (this.#owner[id] < 0) {
				this.#owner[id] = customer;
				return (this.#first[id] = this.#values.push(this.#ids[id]) - 1);
			}
			return this.#coded(id, customer, () => `${this.#ids[id]} ${this.#customers[customer]}`);
		}
		this.dayOrders++;
		const day = Math.floor(time);
		return this.#coded(-1 - (day + 100_000), customer, () => this.#dayName(customer, day));
	}

	#coded(slot: number, customer: number, name: () => string): number {
		const key = slot * this.#customers.length + customer;
		let code = this.#code.get(key);
		if (code === undefined) this.#code.set(key, (code = this.#values.push(name()) - 1));
		return code;
	}

	finish(codes: Int32Array): Category {
		return { codes, values: this.#values };
	}

	#dayName(customer: number, day: number): string {
		return `${this.#customers[customer]} ${new Date(day * DAY_MS).toISOString().slice(0, 10)}`;
	}
}
