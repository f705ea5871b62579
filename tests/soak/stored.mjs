/**
 * @typedef {{ id: string, name?: string, models: number, revision: number }} StoredProject
 * @typedef {{ projects: StoredProject[], history: number, journal: number, locked: boolean, wrong: string[] }} Stored
 */

/**
 * What the browser's database holds, read past the page's own code, and all in it that does not fit together.
 * @param {import('playwright-core').Page} page
 * @returns {Promise<Stored>}
 */
export function storedState(page) {
	return page.evaluate(async () => {
		const known = (await indexedDB.databases()).some(({ name }) => name === 'likely');
		if (!known) return { projects: [], history: 0, journal: 0, locked: false, wrong: [] };
		/** @type {IDBDatabase} */
		const db = await new Promise((resolve, reject) => {
			const request = indexedDB.open('likely');
			request.onsuccess = () => resolve(request.result);
			request.onerror = () => reject(request.error);
		});
		const tables = ['summaries', 'chunks', 'history', 'journal', 'settings'];
		const [summaries, chunks, history, journal, settings] = await new Promise((resolve, reject) => {
			const transaction = db.transaction(tables);
			const requests = tables.map((table) => transaction.objectStore(table).getAll());
			transaction.oncomplete = () => resolve(requests.map(({ result }) => result));
			transaction.onerror = () => reject(transaction.error);
		});
		db.close();
		/** @type {string[]} */
		const wrong = [];
		const ids = new Set(summaries.map((/** @type {any} */ row) => row.id));
		/** @type {Map<string, number>} */
		const found = new Map();
		/** @type {Map<string, number>} */
		const pieces = new Map();
		for (const row of chunks) {
			if (!ids.has(row.project)) wrong.push(`${row.area} of a project that is not there`);
			const key = `${row.project} ${row.area}`;
			found.set(key, (found.get(key) ?? 0) + (row.sealed ? NaN : row.bytes.length));
			pieces.set(key, (pieces.get(key) ?? 0) + 1);
		}
		for (const { id, areas, models } of summaries) {
			for (const [area, bytes] of Object.entries(areas)) {
				const key = `${id} ${area}`;
				if (!pieces.get(key)) wrong.push(`${area} is missing`);
				const has = found.get(key) ?? 0;
				if (!Number.isNaN(has) && has !== bytes) wrong.push(`${area} has ${has} bytes in place of ${bytes}`);
				found.delete(key);
			}
			for (const area of ['head', 'book']) if (!(area in areas)) wrong.push(`no ${area}`);
			const weights = Object.keys(areas).filter((area) => area.startsWith('model/')).length;
			if (weights !== models) wrong.push(`${weights} models in place of ${models}`);
		}
		for (const key of found.keys()) wrong.push(`${key.split(' ')[1]} that nobody counts`);
		const current = settings.find((/** @type {any} */ row) => row.key === 'current-project')?.value;
		if (current !== undefined && !ids.has(current)) wrong.push('the open project is not there');
		const projects = summaries.map((/** @type {any} */ row) => ({
			id: row.id,
			name: row.name,
			models: row.models,
			revision: row.revision
		}));
		const locked = settings.some((/** @type {any} */ row) => row.key === 'lock');
		return { projects, history: history.length, journal: journal.length, locked, wrong };
	});
}
