import type { Failure } from '$lib/core/errors.js';
import { internal } from './errors/facts.js';
import type { Sentence, Sentences } from './errors/facts.js';
import { fileSentences } from './errors/files.js';
import { keepingSentences } from './errors/keeping.js';
import { learningSentences } from './errors/learning.js';

export type { Sentence };

const sentences: Sentences = {
	cancelled: () => ({ what: 'Stopped, as you asked.', next: 'Nothing was changed. Start again whenever you like.' }),
	unexpected: internal,
	...fileSentences,
	...learningSentences,
	...keepingSentences
};

/** What a failure means and what to do about it. A code without a sentence gets an honest general one. */
export function sentenceOf(failure: Failure): Sentence {
	const sentence = Object.hasOwn(sentences, failure.code) ? sentences[failure.code] : undefined;
	if (sentence) return sentence(failure.facts);
	return {
		what: `This did not work (${failure.code}).`,
		next: 'Try again. If it keeps happening, load the page again; what was stored before is still there.'
	};
}

/** The codes that have a sentence of their own. */
export const knownCodes: readonly string[] = Object.keys(sentences);
