/** Milliseconds without a change after which rows are put in order again. */
const REST = 800;

/**
 * Rows that stay where they are while their values move, so that the eye can follow them, and are put in order again once
 * the values rest. New rows come last; where they are about something else, they come as they are given.
 */
export class SteadyRows<Row> {
	/** Counts the rests. */
	#rested = $state(0);
	/** The order that was shown last. */
	#last: { readonly about: unknown; readonly order: readonly string[] } | undefined;
	readonly now: readonly Row[];

	/** rows: in the order that they are to have at rest. */
	constructor(rows: () => readonly Row[], key: (row: Row) => string, about: () => unknown = () => undefined) {
		this.now = $derived.by(() => {
			void this.#rested;
			const subject = about();
			const last = this.#last;
			const held = last && last.about === subject ? inOrder(rows(), key, last.order) : rows();
			this.#last = { about: subject, order: held.map(key) };
			return held;
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
}

/** Rows by the place of their keys; others last, as they come. */
function inOrder<Row>(rows: readonly Row[], key: (row: Row) => string, order: readonly string[]): readonly Row[] {
	const places: Readonly<Record<string, number>> = Object.fromEntries(order.map((name, i) => [name, i]));
	const place = (row: Row) => (Object.hasOwn(places, key(row)) ? places[key(row)] : order.length);
	return rows.toSorted((a, b) => place(a) - place(b));
}
