import { LikelyError } from '../../core/errors.js';

/** Rounds of PBKDF2 with SHA-256: what OWASP asks for, a fraction of a second here and for every guess of a thief. */
const rounds = 600_000;
/** Characters that a passphrase needs at least. */
export const shortestPassphrase = 8;

/** The data's key, locked with the passphrase. */
export interface WrappedKey {
	readonly kdf: 'PBKDF2-SHA-256';
	readonly rounds: number;
	readonly salt: Uint8Array<ArrayBuffer>;
	readonly iv: Uint8Array<ArrayBuffer>;
	readonly wrapped: Uint8Array<ArrayBuffer>;
}

/** A new random key for the data (AES-GCM, 256 bits), locked with the passphrase. @throws LikelyError `lock.too_short` */
export function newKey(passphrase: string): Promise<WrappedKey> {
	return wrap(crypto.getRandomValues(new Uint8Array(32)), passphrase);
}

/** The data's key. It cannot be read out of the browser again. @throws LikelyError `lock.wrong_passphrase` */
export async function unwrapKey(locked: WrappedKey, passphrase: string): Promise<CryptoKey> {
	return crypto.subtle.importKey('raw', await unwrap(locked, passphrase), 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** The same key under another passphrase. @throws LikelyError `lock.wrong_passphrase`, `lock.too_short` */
export async function rewrapKey(locked: WrappedKey, passphrase: string, next: string): Promise<WrappedKey> {
	return wrap(await unwrap(locked, passphrase), next);
}

async function wrap(key: Uint8Array<ArrayBuffer>, passphrase: string): Promise<WrappedKey> {
	if ([...passphrase].length < shortestPassphrase) throw new LikelyError('lock.too_short', { least: shortestPassphrase });
	const salt = crypto.getRandomValues(new Uint8Array(16));
	const iv = crypto.getRandomValues(new Uint8Array(12));
	const lock = await derive(passphrase, salt, rounds);
	const wrapped = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, lock, key));
	return { kdf: 'PBKDF2-SHA-256', rounds, salt, iv, wrapped };
}

async function unwrap({ salt, rounds, iv, wrapped }: WrappedKey, passphrase: string): Promise<Uint8Array<ArrayBuffer>> {
	const lock = await derive(passphrase, salt, rounds);
	try {
		return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, lock, wrapped));
	} catch {
		throw new LikelyError('lock.wrong_passphrase');
	}
}

/** Letters that look alike count as the same, however a keyboard makes them (Unicode NFKC). */
async function derive(passphrase: string, salt: Uint8Array<ArrayBuffer>, iterations: number): Promise<CryptoKey> {
	const { subtle } = globalThis.crypto;
	if (!subtle) throw new LikelyError('lock.unavailable');
	const text = new TextEncoder().encode(passphrase.normalize('NFKC'));
	const base = await subtle.importKey('raw', text, 'PBKDF2', false, ['deriveKey']);
	return subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, base, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
}
