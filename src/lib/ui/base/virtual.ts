export interface Range {
	readonly first: number;
	/** One past the last. */
	readonly end: number;
}

/** The rows to keep in the page: those in sight and `spare` more on both sides. Sizes in pixels. */
export function visibleRange(scrollTop: number, height: number, rowHeight: number, total: number, spare: number): Range {
	const first = Math.max(0, Math.min(total, Math.floor(scrollTop / rowHeight)) - spare);
	const end = Math.min(total, Math.ceil((scrollTop + height) / rowHeight) + spare);
	return { first: Math.min(first, end), end };
}

/** Where the active row goes on a key, undefined where the key moves nothing. `page` rows are in sight at once. */
export function moved(key: string, active: number, total: number, page: number): number | undefined {
	const to = { ArrowDown: active + 1, ArrowUp: active - 1, PageDown: active + page, PageUp: active - page, Home: 0, End: total - 1 }[key];
	return to === undefined || total === 0 ? undefined : Math.max(0, Math.min(total - 1, to));
}
