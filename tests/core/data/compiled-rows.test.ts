import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteRows, IRREGULAR } from '../../../src/lib/core/data/byte-rows.js';
import { CompiledRows } from '../../../src/lib/core/data/compiled-rows.js';
import { RowLog } from '../../../src/lib/core/data/row-log.js';
import { compileKernel } from '../../../src/tools/kernel.mjs';

const runs = Number(process.env.RUNS ?? 400);
const seed = process.env.RUNS ? undefined : 20_261_123;

interface Way {
	readonly width: number;
	readonly delimiter: string;
	readonly newline: '\n' | '\r';
	readonly skip: number;
}

/** Everything that is known once the pieces were read one after the other, what is left of each before the next. */
function readBy(start: (way: Way, log: RowLog) => ByteRows | CompiledRows | undefined, way: Way, pieces: readonly Uint8Array[]) {
	const log = new RowLog(way.skip, 64);
	const rows = start(way, log);
	if (!rows) throw new Error('WebAssembly does not start here');
	const taken: number[] = [];
	let left = new Uint8Array(0);
	for (const [i, piece] of pieces.entries()) {
		const bytes = new Uint8Array(left.length + piece.length + 1);
		bytes.set(left);
		bytes.set(piece, left.length);
		const length = left.length + piece.length;
		if (length === 0) continue;
		taken.push(rows.read(bytes, length, i === pieces.length - 1));
		const end = taken.at(-1) ?? 0;
		if (end === IRREGULAR) return { taken };
		left = bytes.slice(end, length);
	}
	const { uneven } = log;
	const columns = rows.columns.map((column) => ({ survey: column.surveyEncoding(), ...column.finish({ utf8: true, legacy: 'windows-1252' }) }));
	return { taken, lines: rows.lines, skip: log.skip, line: log.lines.finish(), uneven, columns };
}

const inScript = (way: Way, log: RowLog) => new ByteRows(way.width, way.delimiter, way.newline, log, 16);
const inKernel = (way: Way, log: RowLog) => CompiledRows.start(way.width, way.delimiter, way.newline, log);
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function cut(bytes: Uint8Array, at: readonly number[]): Uint8Array[] {
	const ends = [...new Set(at.map((share) => Math.floor(share * bytes.length)))].sort((a, b) => a - b);
	return [0, ...ends].map((from, i) => bytes.subarray(from, ends[i] ?? bytes.length));
}

describe('compiled, reading', () => {
	const mark = fc.constantFrom(',', ';', '\t', ' ', '"', '""', '\n', '\r\n', '\r', '\v', '\0', 'é', '\u00a0', '0', '1', '10', 'a', 'b', 'ab', 'abcdefgh', 'abcdefghi', 'a fairly long name of a product, with more than thirty-two bytes');
	const wild = fc.array(mark, { maxLength: 60 }).map((marks) => bytesOf(marks.join('')));
	const cell = fc.oneof(fc.constantFrom('', 'x', '"q, ""r"""', ' spaced ', '" in quotes "', '"two\nlines"'), fc.integer({ min: 0, max: 3000 }).map(String), fc.string({ unit: 'grapheme-ascii', maxLength: 40 }).map((text) => text.replace(/[",;\t\r\n|]/g, '')));
	const tame = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 40 }).map((rows) => bytesOf(rows.map((row) => row.join(',')).join('\n')));
	const way = fc.record({ width: fc.integer({ min: 1, max: 4 }), delimiter: fc.constantFrom(',', ',', ';', '\t', ' '), newline: fc.constantFrom('\n' as const, '\n' as const, '\r' as const), skip: fc.integer({ min: 0, max: 2 }) });

	it('gives what the script gives, to the bit, whatever the bytes and wherever they are cut', () => {
		const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
		fc.assert(
			fc.property(fc.oneof(wild, tame, fc.uint8Array({ maxLength: 80 })), cuts, way, (bytes, at, how) => {
				const pieces = cut(bytes, at);
				expect(readBy(inKernel, how, pieces)).toEqual(readBy(inScript, how, pieces));
			}),
			{ numRuns: runs, ...(seed !== undefined && { seed }) }
		);
	}, 600_000);

	it('holds columns with many values, sorted and not, and more rows than a block', () => {
		const rows = Array.from({ length: 30_000 }, (_, i) => `${100_000 + i},${(i * 7919) % 20_011},${'name '.repeat(i % 9)}${i % 3000},${i % 5}`);
		const pieces = cut(bytesOf(`a,b,c,d\n${rows.join('\n')}`), [0.21, 0.5, 0.77]);
		const how: Way = { width: 4, delimiter: ',', newline: '\n', skip: 1 };
		const found = readBy(inKernel, how, pieces);
		expect(found).toEqual(readBy(inScript, how, pieces));
		expect(found.columns?.map(({ values }) => values.length)).toEqual([30_000, 20_011, 9000, 5]);
	});

	it('is what its source compiles to', async () => {
		const kept = new URL('../../../src/lib/core/data/wasm/kernel.wasm.ts', import.meta.url);
		expect(readFileSync(kept, 'utf8')).toBe(await compileKernel('data'));
	});
});
