import { bisectCenter } from 'd3-array';

/** Index of the value nearest to x; `values` ascend. */
export function nearest(values: readonly number[], x: number): number {
	return Math.max(0, Math.min(values.length - 1, bisectCenter(values, x)));
}

/** Where a cursor over `length` points goes on a key, undefined where the key moves nothing. */
export function stepped(key: string, index: number, length: number): number | undefined {
	const big = Math.max(1, Math.round(length / 10));
	const to = {
		ArrowRight: index + 1,
		ArrowUp: index + 1,
		ArrowLeft: index - 1,
		ArrowDown: index - 1,
		PageUp: index + big,
		PageDown: index - big,
		Home: 0,
		End: length - 1
	}[key];
	return to === undefined ? undefined : Math.max(0, Math.min(length - 1, to));
}
