import { expect, it } from 'vitest';
import { atomically } from '../../../src/lib/browser/storage/atomically.js';
import { Database } from '../../../src/lib/browser/storage/schema.js';
import { LikelyError } from '../../../src/lib/core/errors.js';

/** Storage buckets: a database of its own quota. Not in TypeScript's DOM yet. */
interface WithBuckets {
	readonly storageBuckets: { open(name: string, options: { quota: number }): Promise<{ indexedDB: IDBFactory }> };
}

it('says why the browser aborted a transaction, and what its body threw otherwise', async () => {
	const bucket = await (navigator as unknown as WithBuckets).storageBuckets.open('tiny', { quota: 2 ** 20 });
	const db = new Database(`test-${crypto.randomUUID()}`, bucket.indexedDB);
	try {
		const { settings } = db;
		await settings.put({ key: 'there', value: 1 });
		const rows = Array.from({ length: 13 }, (_, i) => ({ key: `new ${i}`, value: crypto.getRandomValues(new Uint8Array(2 ** 16)) }));
		const refused = atomically(db, [settings], async () => {
			for (let round = 0; round < 4; round++) await settings.bulkPut(rows.map(({ key, value }) => ({ key: `${key} ${round}`, value })));
		});
		await expect(refused).rejects.toMatchObject({ name: 'QuotaExceededError' });
		const thrown = atomically(db, [settings], async () => {
			await settings.put({ key: 'later', value: 3 });
			throw new LikelyError('storage.missing', { project: 'p' });
		});
		await expect(thrown).rejects.toMatchObject({ code: 'storage.missing' });
		expect(await settings.toArray()).toEqual([{ key: 'there', value: 1 }]);
	} finally {
		await db.delete();
	}
});
