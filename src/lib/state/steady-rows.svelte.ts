/** Milliseconds without a change after which rows are put in order again. */
const REST = 800;

/** What is held until the next rest. */
interface Held<Row> {
	readonly about: unknown;
	readonly rows: readonly Row[];
	readonly order: readonly string[];
	readonly leading: number;
}

/**
 * Rows that stay where they are while their values move, so that the eye can follow them, and are put in order again once
 * the values rest. New rows come last; where they are about something else, they come as they are given.
 */
export class SteadyRows<Row> {
	/** Counts the rests. */
	#rested = $state(0);
	/** What was shown last. */
	#last: Held<Row> | undefined;
	readonly #held: Held<Row>;

	/** rows: in the order that they are to have at rest; tells: whether a row has anything to tell. */
	constructor(rows: () => readonly Row[], key: (row: Row) => string, about: () => unknown = () => undefined, tells: (row: Row) => boolean = () => true) {
		this.#held = $derived.by(() => {
			void this.#rested;
			const subject = about();
			const last = this.#last?.about === subject ? this.#last : undefined;
			const held = last ? inOrder(rows(), key, last.order) : rows();
			const leading = Math.min(held.length, Math.max(last?.leading ?? 0, held.findLastIndex(tells) + 1));
			return (this.#last = { about: subject, rows: held, order: held.map(key), leading });
		});
		$effect(() => {
			rows();
			const timer = setTimeout(() => {
				this.#last = undefined;
				this.#rested++;
			}, REST);
			return () => clearTimeout(timer);
		});
	}

	get now(): readonly Row[] {
		return this.#held.rows;
	}

	/** So many rows at the beginning have something to tell, the last of them included; grows at once and shrinks at rest. */
	get leading(): number {
		return this.#held.leading;
	}
}

/** Rows by the place of their keys; others last, as they come. */
function inOrder<Row>(rows: readonly Row[], key: (row: Row) => string, order: readonly string[]): readonly Row[] {
	const places: Readonly<Record<string, number>> = Object.fromEntries(order.map((name, i) => [name, i]));
	const place = (row: Row) => (Object.hasOwn(places, key(row)) ? places[key(row)] : order.length);
	return rows.toSorted((a, b) => place(a) - place(b));
}
