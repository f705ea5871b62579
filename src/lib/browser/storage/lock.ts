import type { Table } from 'dexie';
import { LikelyError } from '../../core/errors.js';
import { atomically } from './atomically.js';
import { guarded } from './failures.js';
import { newKey, rewrapKey, unwrapKey } from './passphrase.js';
import type { WrappedKey } from './passphrase.js';
import type { Lock, LockStatus, OpenLock } from './port.js';
import { rewriteAll } from './rewrite.js';
import type { Database } from './schema.js';
import { isSealed, sealed, unsealed } from './seals.js';
import type { SealedTable } from './seals.js';

/**
 * The lock as it is stored. `sealing` and `opening`: rows of both kinds are there, because a passphrase is being set
 * or removed, or was when the browser crashed; whoever unlocks next finishes it.
 */
interface LockRow extends WrappedKey {
	readonly id: string;
	readonly state: 'sealing' | 'sealed' | 'opening';
}

const rowKey = 'lock';

/** Encryption at rest of one database: every store writes and reads through it. */
export class DatabaseLock implements Lock {
	readonly #db: Database;
	#open: OpenLock | undefined;

	constructor(db: Database) {
		this.#db = db;
	}

	async status(): Promise<LockStatus> {
		const row = await guarded(() => this.#row());
		return !row ? 'none' : this.#open?.id === row.id ? 'open' : 'locked';
	}

	async unlock(passphrase: string): Promise<OpenLock | undefined> {
		const row = await guarded(() => this.#row());
		if (!row) return undefined;
		this.#open = { id: row.id, key: await unwrapKey(row, passphrase) };
		await this.#finish();
		return this.#open;
	}

	adopt(open: OpenLock | undefined): void {
		this.#open = open;
	}

	async set(passphrase: string): Promise<OpenLock> {
		const wrapped = await newKey(passphrase);
		const open = { id: crypto.randomUUID(), key: await unwrapKey(wrapped, passphrase) };
		await guarded(() =>
			this.#db.transaction('rw', this.#db.settings, async () => {
				if (await this.#row()) throw new LikelyError('lock.already_set');
				await this.#put({ ...wrapped, id: open.id, state: 'sealing' });
			})
		);
		this.#open = open;
		await this.#finish();
		return open;
	}

	async change(passphrase: string, next: string): Promise<void> {
		const row = await guarded(() => this.#row());
		if (!row) return;
		const wrapped = await rewrapKey(row, passphrase, next);
		await guarded(() => this.#advance(row, { ...row, ...wrapped }));
	}

	async remove(passphrase: string): Promise<void> {
		const row = await guarded(() => this.#row());
		if (!row) return;
		this.#open = { id: row.id, key: await unwrapKey(row, passphrase) };
		await guarded(() => this.#advance(row, { ...row, state: 'opening' }));
		await this.#finish();
	}

	/** Rows as they were before they were sealed. @throws LikelyError `storage.locked`, `project.damaged` */
	async read<Row extends object>(table: SealedTable, rows: readonly Row[]): Promise<Row[]> {
		if (!rows.some(isSealed)) return [...rows];
		const key = this.#open?.key;
		if (!key) throw new LikelyError('storage.locked');
		return Promise.all(rows.map((row) => unsealed(key, table, row)));
	}

	/**
	 * Writes rows of some tables in one transaction: `prepare` makes them ready through the `seal` that it is given, `body` puts them.
	 * Where the lock was changed in between, by another tab perhaps, both run anew. @throws LikelyError `storage.locked`
	 */
	async write<Prepared, Result>(
		tables: readonly Table[],
		prepare: (seal: Seal) => Promise<Prepared>,
		body: (prepared: Prepared) => Promise<Result>
	): Promise<Result> {
		for (;;) {
			const row = await this.#row();
			if (row && this.#open?.id !== row.id) throw new LikelyError('storage.locked');
			const key = row && row.state !== 'opening' ? this.#open?.key : undefined;
			const prepared = await prepare(async (table, rows) => (key ? Promise.all(rows.map((each) => sealed(key, table, each))) : [...rows]));
			const done = await atomically(this.#db, [...new Set<Table>([...tables, this.#db.settings])], async () => {
				const now = await this.#row();
				if (now?.id !== row?.id || now?.state !== row?.state) return undefined;
				return { result: await body(prepared) };
			});
			if (done) return done.result;
		}
	}

	/** Takes what was begun to its end: all rows sealed, or all open and the lock gone. */
	async #finish(): Promise<void> {
		const row = await guarded(() => this.#row());
		if (!row || row.state === 'sealed' || !this.#open) return;
		const { key } = this.#open;
		const sealing = row.state === 'sealing';
		await guarded(() => rewriteAll(this.#db, sealing, (table, each) => (sealing ? sealed(key, table, each) : unsealed(key, table, each))));
		await guarded(() => this.#advance(row, sealing ? { ...row, state: 'sealed' } : undefined));
		if (!sealing) this.#open = undefined;
	}

	/** Replaces the stored lock, if it is still the one that was read. */
	#advance(from: LockRow, to: LockRow | undefined): PromiseLike<void> {
		return this.#db.transaction('rw', this.#db.settings, async () => {
			const now = await this.#row();
			if (now?.id !== from.id || now.state !== from.state) return;
			if (to) await this.#put(to);
			else await this.#db.settings.delete(rowKey);
		});
	}

	async #row(): Promise<LockRow | undefined> {
		return (await this.#db.settings.get(rowKey))?.value as LockRow | undefined;
	}

	async #put(row: LockRow): Promise<void> {
		await this.#db.settings.put({ key: rowKey, value: row });
	}
}

/** Seals rows of a table for writing, or leaves them as they are where there is no passphrase. */
export type Seal = <Row extends object>(table: SealedTable, rows: readonly Row[]) => Promise<Row[]>;
