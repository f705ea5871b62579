import type { Failure } from '../core/errors.js';
import type { CustomerQuery, CustomerRow } from '../core/project/cards.js';
import type { EngineSource } from './engine.js';
import { unlessCancelled } from './failure.js';

const page = 100;

/** The customer list, fetched a page at a time as it scrolls into sight. */
export class CustomersState {
	#search = $state('');
	#sort = $state<CustomerQuery['sort']>('topProbability');
	#descending = $state(true);
	#total = $state<number>();
	#failure = $state.raw<Failure>();
	#stopped = $state(false);
	#version = $state(0);
	/** Sparse: what is not there yet is undefined. */
	#rows: (CustomerRow | undefined)[] = [];
	/** Pages that were asked for. */
	#asked: boolean[] = [];
	#ticket = 0;

	constructor(private readonly engine: EngineSource) {}

	get search(): string {
		return this.#search;
	}
	get sort(): CustomerQuery['sort'] {
		return this.#sort;
	}
	get descending(): boolean {
		return this.#descending;
	}
	/** Customers that match; undefined before the first answer. */
	get total(): number | undefined {
		return this.#total;
	}
	get failure(): Failure | undefined {
		return this.#failure;
	}
	/** Whether the first answer was cancelled. */
	get stopped(): boolean {
		return this.#stopped;
	}

	/** A new search or order: what was fetched for the old one is dropped when the new one answers. */
	query(change: Partial<Pick<CustomerQuery, 'search' | 'sort' | 'descending'>>): Promise<void> {
		this.#search = change.search ?? this.#search;
		this.#sort = change.sort ?? this.#sort;
		this.#descending = change.descending ?? this.#descending;
		this.#ticket++;
		this.#asked = [];
		return this.#fetch(0, true);
	}

	/** The row at a place of the list, undefined until it is there. */
	row(index: number): CustomerRow | undefined {
		return this.#version < 0 ? undefined : this.#rows[index];
	}

	/** Fetches what is missing of these rows. */
	need(first: number, end: number): void {
		for (let p = Math.floor(first / page); p * page < end; p++) void this.#fetch(p, false);
	}

	async #fetch(p: number, fresh: boolean): Promise<void> {
		if (this.#asked[p]) return;
		this.#asked[p] = true;
		this.#stopped = false;
		const ticket = this.#ticket;
		const { search, sort, descending } = this;
		try {
			const engine = await this.engine();
			const answer = await engine.customers({ search, sort, descending, offset: p * page, limit: page });
			if (ticket !== this.#ticket) return;
			if (fresh) this.#rows = [];
			answer.rows.forEach((row, i) => (this.#rows[p * page + i] = row));
			this.#total = answer.total;
			this.#failure = undefined;
			this.#version++;
		} catch (error) {
			if (ticket !== this.#ticket) return;
			this.#asked[p] = false;
			this.#failure = unlessCancelled(error);
			this.#stopped = !this.#failure;
		}
	}
}
