import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { historyParts, historyToCsv, historyToJson } from '../../../src/lib/core/history/csv.js';
import { readHistory } from '../../../src/lib/core/history/read.js';
import { confidence, confidenceInterval, predictionRecordSchema } from '../../../src/lib/core/history/record.js';
import { kept } from './kept.js';

describe('createRecord', () => {
	it('draws the verdict and its confidence from the explanation', () => {
		expect(kept({ probability: 0.8 })).toMatchObject({ product: 'Paper', probability: 0.8, shown: true, confidence: 0.8, note: '', tags: [] });
		expect(kept({ probability: 0.25, note: 'call back', tags: ['spring'] })).toMatchObject({
			...{ shown: false, confidence: 0.75, note: 'call back', tags: ['spring'] }
		});
		expect(kept({ probability: Math.fround(0.7) }).shown).toBe(true);
		expect(confidence(0.5, 0.5)).toBe(0.5);
	});
});

describe('confidenceInterval', () => {
	const bins = [
		{ pairs: 90, predicted: 0.1, observed: 0.125, low: 0.0625, high: 0.25 },
		{ pairs: 80, predicted: 0.75, observed: 0.5, low: 0.375, high: 0.625 }
	];
	it('tells how often such verdicts were right', () => {
		expect(confidenceInterval({ probability: 0.8, threshold: 0.7 }, bins)).toEqual({ observed: 0.5, low: 0.375, high: 0.625, pairs: 80 });
		expect(confidenceInterval({ probability: 0.2, threshold: 0.7 }, bins)).toEqual({ observed: 0.875, low: 0.75, high: 0.9375, pairs: 90 });
		expect(confidenceInterval({ probability: 0.2, threshold: 0.7 }, [])).toBeUndefined();
	});
});

describe('predictionRecordSchema', () => {
	it('takes what createRecord makes, in memory and through JSON', () => {
		expect(v.parse(predictionRecordSchema, kept())).toEqual(kept());
		expect(v.parse(predictionRecordSchema, JSON.parse(JSON.stringify(kept())))).toEqual(kept());
		const older = kept({ asked: undefined });
		expect(v.parse(predictionRecordSchema, JSON.parse(JSON.stringify(older)))).toEqual(older);
	});

	it('refuses what cannot be', () => {
		const broken = [
			...[{ id: '' }, { time: 'yesterday' }, { asOf: '2024' }, { probability: 1.2 }, { shown: 'yes' }, { tags: [1] }],
			...[{ asked: { kind: 'next', horizon: 0, asOf: 1, snapshots: 0 } }, { parameters: { a: {} } }, { explanation: {} }]
		];
		for (const part of broken) expect(v.safeParse(predictionRecordSchema, { ...kept(), ...part }).success).toBe(false);
	});
});

describe('history files', () => {
	const texts = fc.string({ unit: 'grapheme' }).map((text) => text.replaceAll('\r', ''));
	const records = fc.array(
		fc.record({ note: texts, customer: texts, tags: fc.array(texts), probability: fc.double({ min: 0, max: 1, noNaN: true }), family: fc.constantFrom('forest', undefined) }).map(kept),
		{ maxLength: 5 }
	);
	// An apostrophe before a formula sign is the spreadsheet guard, and is taken off.
	const guarded = /^'[=+\-@\t\n]/;

	/** Reads a text that comes in pieces of this length. */
	const read = (text: string, length = 7) => readHistory(Array.from({ length: Math.ceil(text.length / length) }, (_, i) => text.slice(i * length, (i + 1) * length)));

	it('come back as they were, from CSV and JSON, in whatever pieces they come', async () => {
		await fc.assert(
			fc.asyncProperty(records, fc.integer({ min: 1, max: 3000 }), async (list, length) => {
				fc.pre(list.every(({ note, customer }) => !guarded.test(note) && !guarded.test(customer)));
				expect(await read(historyToCsv(list), length)).toEqual(list);
				expect(await read(historyToJson(list), length)).toEqual(list);
			}),
			{ numRuns: 40 }
		);
	});

	it('say what a product that is a code was called, in the last column; files from before have none', async () => {
		const list = [kept({ productName: '=CAKE; "3 TIER"' }), kept()];
		const csv = historyToCsv(list);
		expect(csv.split('\r\n')[0].split(',').at(-1)).toBe('product_name');
		expect(await read(csv)).toEqual(list);
		expect(await read(historyToJson(list))).toEqual(list);
		const older = csv.split('\r\n').map((line) => line.replace(/,[^,]*$/, ''));
		expect(await read([older[0], older[2], ''].join('\r\n'))).toEqual([kept()]);
	});

	it('come back from one large piece, which is looked through in steps', async () => {
		const list = Array.from({ length: 150 }, (_, i) => kept({ id: `r${i}`, note: '"é", '.repeat(i) }));
		for (const text of [historyToCsv(list), historyToJson(list)]) {
			expect(text.length).toBeGreaterThan(100_000);
			expect(await read(text, text.length)).toEqual(list);
		}
	});

	it('are written a few records at a time to the same text', async () => {
		const list = [kept({ note: 'a\nb' }), kept({ customer: '"x", y' }), kept({ probability: 0.125 })];
		async function* batches() {
			yield list.slice(0, 2);
			yield [];
			yield list.slice(2);
		}
		const joined = async (kind: 'csv' | 'json') => {
			let text = '';
			for await (const part of historyParts(kind, batches())) text += part;
			return text;
		};
		expect(await joined('csv')).toBe(historyToCsv(list));
		expect(await joined('json')).toBe(historyToJson(list));
	});

	it('are safe to open in a spreadsheet, and survive one that adds a byte order mark', async () => {
		const list = [kept({ note: '=HYPERLINK("http://x")', customer: '@home', tags: ['=1+1'] })];
		const csv = historyToCsv(list);
		expect(csv).toContain(`"'=HYPERLINK(""http://x"")"`);
		for (const cell of csv.split('\r\n')[1].split(',')) expect(cell).not.toMatch(/^"?[=+@]/);
		expect(await read(`\uFEFF${csv}`)).toEqual(list);
	});

	it('name what does not fit', async () => {
		for (const text of ['', 'a,b\n1,2\n', '[1', '{}', '[] 1', '[,1]']) await expect(read(text)).rejects.toThrow('history.not_history');
		await expect(read('[1]')).rejects.toThrow('history.damaged {"record":1,"field":""}');
		const csv = historyToCsv([kept(), kept({ probability: 0.123 })]);
		await expect(read(csv.replace('0.123,', 'high,'))).rejects.toThrow('history.damaged {"record":2,"field":"probability"}');
		await expect(read(csv.replace('true', 'maybe'))).rejects.toThrow('history.damaged {"record":1,"field":"shown"}');
	});
});
