import { LikelyError } from '../errors.js';

/** What packed data may become before it is taken for a bomb: so many bytes whatever its size, and so many per byte of it. */
const FREE = 1 << 26;
const RATIO = 250;

/** Throws file.bomb {bytes} where `packed` bytes become more than any table of orders does. */
export function refuseBomb(bytes: number, packed: number): void {
	if (bytes > FREE && bytes > RATIO * packed) throw new LikelyError('file.bomb', { bytes });
}
