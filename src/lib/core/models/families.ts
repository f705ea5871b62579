import { LikelyError } from '../errors.js';
import { blend } from './blend/index.js';
import { boosted } from './boosted/index.js';
import { forest } from './forest/index.js';
import { neighbours } from './neighbours/index.js';
import { neural } from './neural/index.js';
import { popularity } from './popularity.js';
import { renewal } from './renewal/index.js';
import { transformer } from './transformer/index.js';
import type { FamilyName, ModelFamily } from './types.js';

/** A family with its own options type put out of sight: options come from outside as plain records. */
export interface AnyFamily extends Omit<ModelFamily, 'defaults' | 'fit'> {
	readonly defaults: object;
	fit(...input: Parameters<ModelFamily['fit']>): ReturnType<ModelFamily['fit']>;
}

/** Hides a family's options type: what a caller gives is laid over the defaults, unknown names are refused. */
function open<Options extends object>(family: ModelFamily<Options>): AnyFamily {
	return {
		...family,
		fit(train, given, context) {
			for (const name of Object.keys(given))
				if (!Object.hasOwn(family.defaults, name)) throw new LikelyError('model.unknown_option', { family: family.name, option: name });
			return family.fit(train, { ...family.defaults, ...given }, context);
		}
	};
}

/** Every way to learn, in the order in which screens and reports list them. */
export const families: ReadonlyMap<FamilyName, AnyFamily> = new Map(
	[open(popularity), open(forest), open(boosted), open(renewal), open(neighbours), open(neural), open(transformer), open(blend)].map((family) => [family.name, family])
);

/** @throws LikelyError `model.unknown_family` */
export function familyOf(name: string): AnyFamily {
	const family = families.get(name as FamilyName);
	if (!family) throw new LikelyError('model.unknown_family', { family: name, known: [...families.keys()] });
	return family;
}
