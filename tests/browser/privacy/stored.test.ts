import { afterEach, expect, it } from 'vitest';
import { whatIsStored } from '../../../src/lib/browser/privacy/stored.js';
import { tableCount } from '../../../src/lib/ui/privacy/words.js';

afterEach(() => ['likely.theme', 'other.theme'].forEach((key) => localStorage.removeItem(key)));

it('counts two bytes a letter of its own keys, as of all other text, and none of other sites’', async () => {
	const noTables = () => Promise.reject(new Error('no database is there to ask'));
	const before = await whatIsStored('https://likely.example/', noTables);
	localStorage.setItem('likely.theme', 'dark');
	localStorage.setItem('other.theme', 'dark');
	const after = await whatIsStored('https://likely.example/', noTables);
	expect(after.keyBytes - before.keyBytes).toBe(2 * 'likely.themedark'.length);
	expect(after.keys).toContain('likely.theme');
});

it('says what is counted', () => {
	expect([tableCount('summaries', 1), tableCount('chunks', 87), tableCount('history', 0), tableCount('settings', 2), tableCount('checkpoints', 1), tableCount('journal', 3)]).toEqual(['1 project', '87 pieces', '0 predictions', '2 settings', '1 part', '3 batches']);
});
