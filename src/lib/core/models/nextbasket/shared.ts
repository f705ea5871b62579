/** Memory that workers read without a copy, where there is such a thing. */
export function sharedBuffer(bytes: number): ArrayBuffer | SharedArrayBuffer {
	return typeof SharedArrayBuffer === 'undefined' ? new ArrayBuffer(bytes) : new SharedArrayBuffer(bytes);
}

export const sharedFloats = (length: number): Float32Array => new Float32Array(sharedBuffer(length * 4));
export const sharedIntegers = (length: number): Int32Array => new Int32Array(sharedBuffer(length * 4));
export const sharedBytes = (length: number): Uint8Array => new Uint8Array(sharedBuffer(length));

/** The same numbers where workers can read them without a copy. */
export function shareFloats(values: Float32Array): Float32Array {
	const shared = sharedFloats(values.length);
	shared.set(values);
	return shared;
}

/** The same numbers where workers can read them without a copy. */
export function shareIntegers(values: ArrayLike<number>): Int32Array {
	const shared = sharedIntegers(values.length);
	shared.set(values);
	return shared;
}
