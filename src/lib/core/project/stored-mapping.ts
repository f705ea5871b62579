import * as v from 'valibot';
import type { Mapping } from '../data/types.js';
import { mappingSchema } from './schema.js';

/** A mapping that was stored, perhaps by another version; undefined where it is none. */
export function storedMapping(value: unknown): Mapping | undefined {
	const parsed = v.safeParse(mappingSchema, value);
	return parsed.success ? parsed.output : undefined;
}
