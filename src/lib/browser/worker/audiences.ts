import { readTable } from '../../core/data/delimited.js';
import { LikelyError } from '../../core/errors.js';
import type { OrderBook } from '../../core/features/types.js';
import type { Work } from '../../core/progress.js';
import { reachableOf } from '../../core/project/audience-file.js';
import { measureCampaign } from '../../core/project/campaign.js';
import type { AudienceRequest, CampaignResult } from '../../core/project/cards.js';
import type { Predictor } from '../../core/project/predictor.js';
import { countryOf } from '../../core/recommendation/identifiers.js';
import { matchFile } from '../../core/recommendation/match-file.js';
import type { MatchFile, Platform } from '../../core/recommendation/match-file.js';
import { fileSource } from '../files/source.js';

/** The audience as an ad platform takes it. Throws `audience.no_hashing` where the page is not served securely. */
export async function hashedList(predictor: Predictor, request: AudienceRequest, platform: Platform, country: string, work: Work): Promise<MatchFile> {
	if (!globalThis.isSecureContext) throw new LikelyError('audience.no_hashing');
	const sha256 = (bytes: Uint8Array<ArrayBuffer>) => crypto.subtle.digest('SHA-256', bytes);
	return matchFile(platform, reachableOf(predictor, request), countryOf(country), sha256, work);
}

/** Reads an exported list and measures it. Throws as reading a file and `measureCampaign` do. */
export async function campaignOf(list: File, book: OrderBook, work: Work): Promise<CampaignResult> {
	return measureCampaign(await readTable(fileSource(list), work), book);
}
