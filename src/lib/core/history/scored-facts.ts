import type { PredictionRecord } from './types.js';

/** What has to be known of a record to hold it against orders. */
export type ScoredFacts = Pick<
	PredictionRecord,
	'id' | 'project' | 'customer' | 'product' | 'asked' | 'asOf' | 'hypothetical' | 'probability' | 'shown' | 'confidence'
>;

/** Those facts of a record, and nothing else. */
export function scoredFacts(record: ScoredFacts): ScoredFacts {
	const { id, project, customer, product, asked, asOf, hypothetical, probability, shown, confidence } = record;
	return { id, project, customer, product, asked, asOf, hypothetical, probability, shown, confidence };
}
