import type { Mapping, TableFormat } from '../../core/data/types.js';
import { toFailure } from '../../core/errors.js';
import { GrowingOrders } from '../../core/live/growing.js';
import { ordersOfFiles } from '../../core/live/orders-of-files.js';
import { fileSource } from '../files/source.js';
import { pause } from './feed.js';
import type { Feed } from './feed.js';

const pollEvery = 1000;

/** What a FileSystemObserver is, where there is one; not in TypeScript's library yet. */
interface Observer {
	observe(handle: FileSystemFileHandle): Promise<void>;
	disconnect(): void;
}
type ObserverConstructor = new (callback: () => void) => Observer;

/**
 * Reads a file on the user's disk, and what is appended to it as it comes: told by a FileSystemObserver where there is
 * one, by looking once a second elsewhere. A file that was replaced is read anew.
 */
export function watchFeed(handle: FileSystemFileHandle, mapping: Mapping): Feed {
	return async (push, refuse, signal) => {
		const observer = await observe(handle);
		let growing = new GrowingOrders();
		let header: Blob | undefined;
		let known = mapping;
		let read = 0;
		let stamp = -1;
		while (!signal.aborted) {
			try {
				const file = await handle.getFile();
				if (file.lastModified !== stamp || file.size !== read) {
					if (header && file.size >= read) {
						const piece = await completeLines(file, read);
						if (piece.length) {
							const source = fileSource(new File([header, piece], file.name));
							await push(growing.add((await ordersOfFiles([source], known, { report: () => {}, signal })).orders));
						}
						read += piece.length;
					} else {
						growing = new GrowingOrders();
						const { orders, format } = await ordersOfFiles([fileSource(file)], mapping, { report: () => {}, signal });
						await push(growing.add(orders));
						header = format && (await endsInLine(file)) ? await headerOf(file, format) : undefined;
						// A few lines tell less about how letters are written than the whole file did.
						known = format ? { ...mapping, encoding: format.encoding } : mapping;
						read = file.size;
					}
					stamp = file.lastModified;
				}
			} catch (error) {
				const { code } = toFailure(error);
				if (code === 'cancelled') break;
				refuse(code === 'unexpected' ? 'live.file_gone' : code);
			}
			await Promise.race([pause(pollEvery, signal), observer.changed()]);
		}
		observer.end();
	};
}

async function observe(handle: FileSystemFileHandle): Promise<{ changed(): Promise<void>; end(): void }> {
	const never = new Promise<void>(() => {});
	const { FileSystemObserver } = globalThis as { FileSystemObserver?: ObserverConstructor };
	if (!FileSystemObserver) return { changed: () => never, end: () => {} };
	let tell = () => {};
	const observer = new FileSystemObserver(() => tell());
	try {
		await observer.observe(handle);
	} catch {
		return { changed: () => never, end: () => {} };
	}
	return { changed: () => new Promise((resolve) => (tell = resolve)), end: () => observer.disconnect() };
}

const lineFeed = 10;

/** The bytes from `start` up to and with the last end of line. */
async function completeLines(file: File, start: number): Promise<Uint8Array<ArrayBuffer>> {
	const bytes = new Uint8Array(await file.slice(start).arrayBuffer());
	return bytes.subarray(0, bytes.lastIndexOf(lineFeed) + 1);
}

/** Whether what comes next starts a line. Otherwise the file has to be read anew when it has grown. */
async function endsInLine(file: File): Promise<boolean> {
	return new Uint8Array(await file.slice(-1).arrayBuffer())[0] === lineFeed;
}

/** The bytes above the first row of data; undefined for text that cannot be cut at a line feed. */
async function headerOf(file: File, { encoding, header, skipped }: TableFormat): Promise<Blob | undefined> {
	if (encoding.startsWith('utf-16')) return undefined;
	const bytes = new Uint8Array(await file.slice(0, 2 ** 20).arrayBuffer());
	let end = 0;
	for (let line = 0; line < skipped + (header ? 1 : 0); line++) end = bytes.indexOf(lineFeed, end) + 1;
	return file.slice(0, end);
}
