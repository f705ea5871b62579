import { unzipSync, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip } from '../../../src/lib/core/project/zip.js';

const text = (words: string) => new TextEncoder().encode(words);

/** Where the central directory's record of the n-th entry starts. */
function directoryRecord(zip: Uint8Array, n = 0): number {
	const view = new DataView(zip.buffer, zip.byteOffset);
	let at = view.getUint32(zip.length - 22 + 16, true);
	for (let i = 0; i < n; i++) at += 46 + view.getUint16(at + 28, true);
	return at;
}

function changed(zip: Uint8Array, change: (view: DataView) => void): Uint8Array {
	const copy = zip.slice();
	change(new DataView(copy.buffer));
	return copy;
}

describe('zip', () => {
	const parts = new Map([
		['a.json', text('{}')],
		['deep/er/b.f64', new Uint8Array(100_000).fill(7)],
		['empty.u8', new Uint8Array()]
	]);
	const zip = writeZip(parts);

	const bomb = zipSync({ 'a.u8': new Uint8Array(80 * 2 ** 20) }, { level: 1 });

	it('gives the parts back, in their order', () => {
		expect([...readZip(zip)]).toStrictEqual([...parts]);
	});

	it('is a zip for others too, and reads theirs', () => {
		expect(unzipSync(zip)['deep/er/b.f64']).toStrictEqual(parts.get('deep/er/b.f64'));
		expect(readZip(zipSync({ 'stored.txt': [text('as it is'), { level: 0 }] })).get('stored.txt')).toStrictEqual(text('as it is'));
	});

	it('is the same bytes in every time zone', () => {
		const zone = process.env.TZ;
		process.env.TZ = 'Pacific/Kiritimati';
		try {
			expect(writeZip(parts)).toStrictEqual(zip);
		} finally {
			if (zone === undefined) delete process.env.TZ;
			else process.env.TZ = zone;
		}
	});

	it.each([new Uint8Array(), text('customer,product\nA,ink\n'), new Uint8Array(100)])('knows what is no zip', (bytes) => {
		expect(() => readZip(bytes)).toThrow('project.not_a_project');
	});

	it('refuses every truncation', () => {
		for (let length = 4; length < zip.length; length += 7)
			expect(() => readZip(zip.subarray(0, length))).toThrow(/project\.(damaged|not_a_project)/);
	});

	it('refuses names that leave the folder', () => {
		for (const name of ['../up.json', '/root.json', 'a/../b', 'C:\\x', 'a//b', 'folder/', '.hidden', 'a\0b'])
			expect(() => readZip(zipSync({ [name]: text('x') }))).toThrow('project.damaged');
	});

	it('refuses two entries of one name', () => {
		const twice = zipSync({ aa: text('1'), ab: text('2') });
		const clash = changed(twice, (view) => view.setUint8(directoryRecord(twice, 1) + 47, 'a'.charCodeAt(0)));
		expect(() => readZip(clash)).toThrow(/"reason":"name"/);
	});

	it('refuses a bomb by its declared size, without inflating it', () => {
		const start = performance.now();
		expect(() => readZip(bomb)).toThrow(/"reason":"too_large"/);
		expect(performance.now() - start).toBeLessThan(100);
	});

	it('refuses a bomb that lies about its size, at the first byte too many', () => {
		const lying = changed(bomb, (view) => view.setUint32(directoryRecord(bomb) + 24, 1000, true));
		const start = performance.now();
		expect(() => readZip(lying)).toThrow(/"reason":"size"/);
		expect(performance.now() - start).toBeLessThan(1500);
	});

	it('refuses a size that no deflate stream can reach', () => {
		const small = zipSync({ 'a.u8': text('abc') });
		const lying = changed(small, (view) => view.setUint32(directoryRecord(small) + 24, 60 * 2 ** 20, true));
		expect(() => readZip(lying)).toThrow(/"reason":"size"/);
	});

	it('refuses a wrong checksum', () => {
		const wrong = changed(zip, (view) => view.setUint32(directoryRecord(zip) + 16, 1, true));
		expect(() => readZip(wrong)).toThrow(/"reason":"checksum"/);
	});

	it('refuses more entries than allowed', () => {
		expect(() => readZip(zip, { bytes: 1e9, entries: 2, ratio: 1000 })).toThrow(/"reason":"too_many"/);
	});
});
