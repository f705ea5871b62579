/** A buffer of an engine that can take its memory back before the garbage is collected (ES2024). */
interface Transferable {
	readonly transfer?: (bytes: number) => unknown;
}

/**
 * Gives the memory of arrays that nobody will read again back at once, where the engine can: the peak of a large file is
 * then what is in use, not what waits to be collected. The arrays are empty afterwards, as are others on their buffers.
 */
export function release(...arrays: readonly (ArrayBufferView | undefined)[]): void {
	for (const array of arrays) {
		const buffer = array?.buffer as (ArrayBufferLike & Transferable) | undefined;
		buffer?.transfer?.(0);
	}
}
