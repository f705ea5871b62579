import { toCsv } from '../data/csv.js';
import { breather } from '../progress.js';
import type { Work } from '../progress.js';
import { googleEmail, normalEmail, normalPhone } from './identifiers.js';
import type { Country } from './identifiers.js';

/** An ad platform whose layout a customer list follows. */
export type Platform = 'google' | 'meta';

/** Hashes bytes with SHA-256: whoever hosts the core provides it. */
export type Sha256 = (bytes: Uint8Array<ArrayBuffer>) => Promise<ArrayBuffer>;

/** How one customer can be reached, as the file has it; '' where it does not say. */
export interface Reachable {
	readonly email: string;
	readonly phone: string;
}

export interface MatchFile {
	readonly text: string;
	readonly rows: number;
	/** Customers without any identifier that could be read. */
	readonly skipped: number;
}

/** Headers as the platforms ask for them. */
const headers = { google: ['Email', 'Phone'], meta: ['email', 'phone'] } as const;

/**
 * A customer list for an ad platform as CSV: identifiers in normal form and then hashed with SHA-256, in lower-case
 * hexadecimals; nothing else leaves with them. Google wants telephone numbers with their plus sign, Meta the digits
 * alone. One row a customer; columns that nobody fills are left out. Throws `cancelled`.
 */
export async function matchFile(platform: Platform, customers: readonly Reachable[], country: Country, sha256: Sha256, work: Work): Promise<MatchFile> {
	const pause = breather(work.signal);
	const encoder = new TextEncoder();
	const hashed = async (text: string) => (text ? hex(await sha256(encoder.encode(text))) : '');
	const rows: [string, string][] = [];
	let skipped = 0;
	for (const [i, { email, phone }] of customers.entries()) {
		const address = platform === 'google' ? googleEmail(email) : normalEmail(email);
		const number = normalPhone(phone, country);
		if (address || number) rows.push([await hashed(address), await hashed(platform === 'meta' ? number.slice(1) : number)]);
		else skipped++;
		if (i % 256 === 0) {
			work.report({ stage: 'hashing', done: i, total: customers.length });
			await pause();
		}
	}
	const kept = headers[platform].map((_, c) => c).filter((c) => rows.some((row) => row[c]));
	return { text: toCsv(kept.map((c) => headers[platform][c]), rows.map((row) => kept.map((c) => row[c]))), rows: rows.length, skipped };
}

function hex(buffer: ArrayBuffer): string {
	return Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
