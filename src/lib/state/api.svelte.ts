import { siteRoot } from './site.js';

/** What came back for a request of the API. */
export interface ApiAnswer {
	readonly address: string;
	readonly status: number;
	readonly type: string;
	readonly text: string;
	/** From asking to the last byte, milliseconds. */
	readonly milliseconds: number;
}

/** One request of the API being tried out. */
export class ApiTrial {
	#answer = $state.raw<ApiAnswer>();
	#asking = $state(false);

	get answer(): ApiAnswer | undefined {
		return this.#answer;
	}
	get asking(): boolean {
		return this.#asking;
	}

	/** Asks `path` with the given query; with a body by POST. */
	async ask(path: string, query: Readonly<Record<string, string>>, body?: string): Promise<void> {
		this.#asking = true;
		const address = apiAddress(path, query);
		const start = performance.now();
		try {
			const response = await fetch(address, body === undefined ? {} : { method: 'POST', body, headers: { 'Content-Type': 'application/json' } });
			const text = await response.text();
			this.#answer = { address, status: response.status, type: response.headers.get('content-type') ?? '', text, milliseconds: performance.now() - start };
		} catch {
			this.#answer = { address, status: 0, type: '', text: '', milliseconds: performance.now() - start };
		} finally {
			this.#asking = false;
		}
	}
}

/** The absolute address of a path of the API; what is empty is left out of the query. */
export function apiAddress(path: string, query: Readonly<Record<string, string>>): string {
	const url = new URL(path.slice(1), siteRoot());
	for (const [name, value] of Object.entries(query)) if (value !== '') url.searchParams.set(name, value);
	return url.href;
}

/** Whether the worker that answers the API is in charge of this page; it comes with the first visit over https. */
export function apiIsThere(): boolean {
	return Boolean('serviceWorker' in navigator && navigator.serviceWorker.controller);
}

/** What to ask the open project about. */
export interface ApiExample {
	readonly customer: string;
	/** Up to two. */
	readonly products: readonly string[];
	/** A day within the data, ISO date. */
	readonly day: string;
}

/** A customer, products and a day of the open project where it does not have the customer that the descriptions name; undefined where it does, or nothing answers. */
export async function ownExample(customer: string): Promise<ApiExample | undefined> {
	const asked = async <Body>(path: string, query: Readonly<Record<string, string>>): Promise<Body> => {
		const response = await fetch(apiAddress(path, query));
		if (!response.ok) throw new Error(path);
		return response.json() as Promise<Body>;
	};
	interface List {
		readonly customers: readonly { readonly customer_id: string; readonly last_order: string }[];
	}
	try {
		const known = await asked<List>('/customers', { search: customer, limit: '1' });
		if (known.customers.length) return undefined;
		const { customers } = await asked<List>('/customers', { limit: '1' });
		if (!customers.length) return undefined;
		const { products } = await asked<{ readonly products: readonly { readonly product: string }[] }>('/products', {});
		return { customer: customers[0].customer_id, products: products.slice(0, 2).map(({ product }) => product), day: customers[0].last_order };
	} catch {
		return undefined;
	}
}
