import type { Dexie, Table, Transaction } from 'dexie';
import { LikelyError } from '../../core/errors.js';

/**
 * One transaction over some tables. Where the browser aborts it, because the disk is full say, all its requests fail for
 * being aborted: what is thrown then is the browser's reason, and `storage.write_failed` where it gives none.
 */
export async function atomically<T>(db: Dexie, tables: readonly Table[], body: (transaction: Transaction) => Promise<T>): Promise<T> {
	const at: { own?: IDBTransaction } = {};
	try {
		return await db.transaction('rw', [...tables], (transaction) => {
			at.own = transaction.idbtrans;
			return body(transaction);
		});
	} catch (error) {
		const reason = at.own?.error;
		if (reason?.name === 'UnknownError') throw new LikelyError('storage.write_failed', { message: reason.message }, { cause: reason });
		throw reason ?? error;
	}
}
