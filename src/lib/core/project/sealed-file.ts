import * as v from 'valibot';
import { LikelyError } from '../errors.js';
import { fromParts } from './parts.js';
import { readZip, writeZip } from './zip.js';
import { projectFormat } from './file.js';

type Bytes = Uint8Array<ArrayBuffer>;

/** What is used of the Web Cryptography API, which every host of this code has (browsers over https only). */
interface WebCrypto {
	getRandomValues(bytes: Bytes): Bytes;
	readonly subtle?: {
		importKey(format: 'raw', bytes: Bytes, algorithm: string, extractable: false, uses: readonly string[]): Promise<object>;
		deriveKey(algorithm: object, base: object, derived: object, extractable: false, uses: readonly string[]): Promise<object>;
		encrypt(algorithm: object, key: object, bytes: Bytes): Promise<ArrayBuffer>;
		decrypt(algorithm: object, key: object, bytes: Bytes): Promise<ArrayBuffer>;
	};
}

/** Rounds of PBKDF2 with SHA-256: what OWASP asks for, a fraction of a second here and for every guess of a thief. */
export const passphraseRounds = 600_000;
/** More rounds than anybody writes: a hostile file could ask for a day of them, so a few seconds are the most. */
const mostRounds = 2_000_000;
/** Characters that a passphrase needs at least. */
export const shortestPassphrase = 8;

const hex = (length: number) => v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${2 * length}}$`)));
const headerSchema = v.object({
	cipher: v.literal('AES-256-GCM'),
	derivation: v.literal('PBKDF2-SHA-256'),
	rounds: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostRounds)),
	salt: hex(16),
	iv: hex(12)
});
type Header = v.InferOutput<typeof headerSchema>;

/** Older versions of this code take the number for that of a newer layout, and say so. */
const sealedVersion = projectFormat.version + 1;

/**
 * A `.likely` file under a passphrase: a zip of a manifest, which says how it is locked and nothing else, and the whole
 * file under AES-GCM with a key from the passphrase. Throws `lock.too_short` {least}, `lock.unavailable`.
 */
export async function sealFile(file: Bytes, passphrase: string): Promise<Bytes> {
	if ([...passphrase].length < shortestPassphrase) throw new LikelyError('lock.too_short', { least: shortestPassphrase });
	const { crypto, subtle } = cryptography();
	const random = (length: number) => toHex(crypto.getRandomValues(new Uint8Array(length)));
	const header: Header = { cipher: 'AES-256-GCM', derivation: 'PBKDF2-SHA-256', rounds: passphraseRounds, salt: random(16), iv: random(12) };
	const sealed = new Uint8Array(await subtle.encrypt(cipher(header), await derivedKey(header, passphrase), file));
	const manifest = new TextEncoder().encode(JSON.stringify({ format: projectFormat.name, version: sealedVersion, sealed: header }, null, '\t'));
	return writeZip(new Map([['manifest.json', manifest], ['sealed.bin', sealed]]));
}

/**
 * The file that was sealed; one that is not sealed as it is. Throws `project.sealed` where a passphrase is missing,
 * `lock.wrong_passphrase` where it is wrong or the file was changed, `lock.unavailable`, `project.damaged`, and what
 * `readZip` throws.
 */
export async function unsealFile(file: Bytes, passphrase?: string): Promise<Bytes> {
	const locked = lockOf(file);
	if (!locked) return file;
	if (passphrase === undefined) throw new LikelyError('project.sealed');
	const { subtle } = cryptography();
	const key = await derivedKey(locked.header, passphrase);
	try {
		return new Uint8Array(await subtle.decrypt(cipher(locked.header), key, locked.sealed));
	} catch {
		throw new LikelyError('lock.wrong_passphrase');
	}
}

/** How a file is sealed, and what; undefined for one that is not. */
function lockOf(file: Bytes): { readonly header: Header; readonly sealed: Bytes } | undefined {
	// Two stored or deflated entries and a directory: everything else is a file of its own, and read as one.
	if (entryCount(file) !== 2) return undefined;
	const parts = readZip(file);
	const sealed = parts.get('sealed.bin');
	if (!sealed || !parts.has('manifest.json')) return undefined;
	const manifest = v.safeParse(v.looseObject({ format: v.literal(projectFormat.name), version: v.number(), sealed: v.unknown() }), fromParts('manifest', parts));
	if (!manifest.success) return undefined;
	if (manifest.output.version > sealedVersion) throw new LikelyError('project.newer_version', { version: manifest.output.version, understood: sealedVersion });
	const header = v.safeParse(headerSchema, manifest.output.sealed);
	if (!header.success) throw new LikelyError('project.damaged', { part: 'manifest.json', reason: 'shape' });
	return { header: header.output, sealed: sealed.slice() };
}

/** Entries that a zip's end says it has (APPNOTE 4.3.16); undefined where that is not at the end. */
function entryCount(file: Bytes): number | undefined {
	const end = file.length - 22;
	if (end < 0) return undefined;
	const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
	return view.getUint32(end, true) === 0x06054b50 ? view.getUint16(end + 10, true) : undefined;
}

/** All of the header is proved with what is sealed. */
function cipher(header: Header): object {
	return { name: 'AES-GCM', iv: fromHex(header.iv), additionalData: new TextEncoder().encode(JSON.stringify(header)) };
}

/** Letters that look alike count as the same, however a keyboard makes them (Unicode NFKC). */
async function derivedKey({ salt, rounds }: Header, passphrase: string): Promise<object> {
	const { subtle } = cryptography();
	const base = await subtle.importKey('raw', new TextEncoder().encode(passphrase.normalize('NFKC')), 'PBKDF2', false, ['deriveKey']);
	const derivation = { name: 'PBKDF2', hash: 'SHA-256', salt: fromHex(salt), iterations: rounds };
	return subtle.deriveKey(derivation, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}

function cryptography() {
	const { crypto } = globalThis as unknown as { readonly crypto?: WebCrypto };
	if (!crypto?.subtle) throw new LikelyError('lock.unavailable');
	return { crypto, subtle: crypto.subtle };
}

function toHex(bytes: Bytes): string {
	return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

function fromHex(text: string): Bytes {
	return Uint8Array.from(text.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
