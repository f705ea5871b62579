import { LikelyError } from '../../core/errors.js';
import { fromParts, toParts } from '../../core/project/parts.js';

/** Plain data as one run of bytes: the length of a JSON list of [name, bytes] of its parts, that list, and the parts. */
export function packed(value: unknown): Uint8Array<ArrayBuffer> {
	const parts = new Map<string, Uint8Array>();
	toParts('value', value, parts);
	const list = new TextEncoder().encode(JSON.stringify([...parts].map(([name, bytes]) => [name, bytes.length])));
	const size = [...parts.values()].reduce((sum, bytes) => sum + bytes.length, 4 + list.length);
	const whole = new Uint8Array(size);
	new DataView(whole.buffer).setUint32(0, list.length, true);
	whole.set(list, 4);
	let at = 4 + list.length;
	for (const bytes of parts.values()) {
		whole.set(bytes, at);
		at += bytes.length;
	}
	return whole;
}

/** The inverse of `packed`. @throws LikelyError `project.damaged` */
export function unpacked(whole: Uint8Array): unknown {
	const parts = new Map<string, Uint8Array>();
	try {
		const length = new DataView(whole.buffer, whole.byteOffset).getUint32(0, true);
		const list = JSON.parse(new TextDecoder().decode(whole.subarray(4, 4 + length))) as [string, number][];
		let at = 4 + length;
		for (const [name, bytes] of list) parts.set(name, whole.subarray(at, (at += bytes)));
	} catch (cause) {
		throw new LikelyError('project.damaged', { part: 'packed', reason: 'shape' }, { cause });
	}
	return fromParts('value', parts);
}
