import { LikelyError } from '../../errors.js';

/** Where a zip's directory begins, and where it ends at the latest; how many entries it has. */
export interface Directory {
	readonly start: number;
	readonly end: number;
	readonly count: number;
}

/** What stands in a field whose number is in the zip64 extension instead. */
const ELSEWHERE_16 = 0xffff;
const ELSEWHERE_32 = 0xffffffff;

/** The directory of a zip, with the zip64 extension (PKWARE APPNOTE 6.3, 4.3.14 to 4.3.16). Throws file.damaged {format}. */
export function directoryOf(view: DataView): Directory {
	const end = endRecord(view);
	const plain = { start: view.getUint32(end + 16, true), end, count: view.getUint16(end + 10, true) };
	if (plain.count !== ELSEWHERE_16 && plain.start !== ELSEWHERE_32) return plain;
	const locator = end - 20;
	if (locator < 0 || view.getUint32(locator, true) !== 0x07064b50) return plain;
	const record = wide(view, locator + 8);
	if (record + 56 > locator || view.getUint32(record, true) !== 0x06064b50) throw damaged();
	return { start: wide(view, record + 48), end: record, count: wide(view, record + 32) };
}

/** Numbers of an entry; those that do not fit are in an extra field. */
export interface EntryNumbers {
	readonly size: number;
	readonly packed: number;
	readonly offset: number;
}

/** The numbers of the entry whose record is at `at`. Throws file.damaged {format}. */
export function numbersOf(view: DataView, at: number): EntryNumbers {
	const numbers = [view.getUint32(at + 24, true), view.getUint32(at + 20, true), view.getUint32(at + 42, true)];
	if (numbers.includes(ELSEWHERE_32)) {
		let field = at + 46 + view.getUint16(at + 28, true);
		const last = field + view.getUint16(at + 30, true);
		while (field + 4 <= last && view.getUint16(field, true) !== 1) field += 4 + view.getUint16(field + 2, true);
		let next = field + 4;
		const end = Math.min(last, view.byteLength, field + 4 <= last ? next + view.getUint16(field + 2, true) : 0);
		numbers.forEach((number, i) => {
			if (number !== ELSEWHERE_32) return;
			if (next + 8 > end) throw damaged();
			numbers[i] = wide(view, next);
			next += 8;
		});
	}
	const [size, packed, offset] = numbers;
	return { size, packed, offset };
}

/** Where the record is that ends the directory: before a comment of at most 64 KB. */
function endRecord(view: DataView): number {
	for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 65535); at--)
		if (view.getUint32(at, true) === 0x06054b50) return at;
	throw damaged();
}

/** A number of 64 bits that is one of a length or a place in a file. */
function wide(view: DataView, at: number): number {
	const number = Number(view.getBigUint64(at, true));
	if (!Number.isSafeInteger(number)) throw damaged();
	return number;
}

export function damaged(): LikelyError {
	return new LikelyError('file.damaged', { format: 'zip' });
}
