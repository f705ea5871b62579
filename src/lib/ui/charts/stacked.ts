/** A row of bars, one behind the other. */
export interface StackedRow {
	readonly key: string;
	readonly label: string;
	/** One size per kind, none below 0. */
	readonly parts: readonly number[];
	/** A place on the same scale that is marked. */
	readonly tick?: number;
}

/** What one part of every bar is. */
export interface Kind {
	readonly label: string;
	readonly tone: 'accent' | 'quiet' | 'up' | 'down' | 'neutral';
}

/** Where each part begins, and how long it is. */
export function stacked(parts: readonly number[]): { readonly from: number; readonly size: number }[] {
	let from = 0;
	return parts.map((size) => {
		const part = { from, size };
		from += size;
		return part;
	});
}
