import { expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { decodeModel } from '../../../src/lib/core/models/decode.js';
import { families } from '../../../src/lib/core/models/families.js';
import type { FamilyName } from '../../../src/lib/core/models/types.js';

/** What decoding an empty model of a family says. */
function refusal(family: string): string {
	try {
		decodeModel({ family: family as FamilyName, version: 1, features: { customer: [], product: [] }, products: ['ink'], meta: {}, buffers: {} });
	} catch (error) {
		if (error instanceof LikelyError) return error.code;
		throw error;
	}
	return 'none';
}

it.each([...families.keys()])('a %s can be decoded wherever it can be trained, and a damaged one is refused', (family) => {
	expect(refusal(family)).toBe('model.damaged');
});

it('names a family that it does not know', () => {
	expect(refusal('oracle')).toBe('model.unknown_family');
});
