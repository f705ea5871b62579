import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readProject } from '../../src/lib/core/project/file.js';
import { unsealFile } from '../../src/lib/core/project/sealed-file.js';
import { smallCsv } from '../fixtures/shop-csv.js';
import { likely } from './run.js';

let folder: string;
const run = (...args: string[]) => likely(folder, ...args);
beforeAll(() => {
	folder = mkdtempSync(join(tmpdir(), 'likely-'));
	writeFileSync(join(folder, 'orders.csv'), smallCsv());
	writeFileSync(join(folder, 'right.txt'), 'correct horse battery\r\nand more');
	writeFileSync(join(folder, 'wrong.txt'), 'correct horse batterY\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('writes and opens a project file under a passphrase that stands in a file', async () => {
	expect((await run('train', 'orders.csv', '--model', 'popularity', '--out', 'shop.likely', '--passphrase-file', 'right.txt')).status).toBe(0);
	const file = new Uint8Array(readFileSync(join(folder, 'shop.likely')));
	expect(readProject(await unsealFile(file, 'correct horse battery')).book.customers).toHaveLength(120);
	const predict = (...more: string[]) => run('predict', 'shop.likely', '--customer', 'C7', '--json', ...more);
	const { status, stdout } = await predict('--passphrase-file', 'right.txt');
	expect([status, JSON.parse(stdout).customer_id]).toEqual([0, 'C7']);
	expect(await predict()).toMatchObject({ status: 1, stdout: '', stderr: expect.stringMatching(/encrypted.*--passphrase-file/) });
	expect(await predict('--passphrase-file', 'wrong.txt')).toMatchObject({ status: 1, stdout: '', stderr: expect.stringContaining('not the passphrase') });
});
