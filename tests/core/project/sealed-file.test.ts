import { unzipSync, zipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { LikelyError } from '../../../src/lib/core/errors.js';
import { readProject, writeProject } from '../../../src/lib/core/project/file.js';
import { passphraseRounds, sealFile, unsealFile } from '../../../src/lib/core/project/sealed-file.js';
import { Random } from '../../../src/lib/core/random.js';
import { aProject } from './a-project.js';

const passphrase = 'correct horse battery';
const plain = writeProject(aProject());
let sealed: Uint8Array<ArrayBuffer>;
beforeAll(async () => {
	sealed = await sealFile(plain, passphrase);
});

/** The sealed file with its manifest changed. */
function withManifest(change: (manifest: { version: number; sealed: Record<string, unknown> }) => void): Uint8Array<ArrayBuffer> {
	const files = unzipSync(sealed);
	const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
	change(manifest);
	return zipSync({ ...files, 'manifest.json': new TextEncoder().encode(JSON.stringify(manifest)) });
}
const codeOf = (file: Uint8Array<ArrayBuffer>, typed: string | undefined = passphrase) =>
	unsealFile(file, typed).then(
		() => 'opened',
		(error: unknown) => (error instanceof LikelyError ? error.code : String(error))
	);

describe('a project file under a passphrase', () => {
	it('opens with it, to the same project', async () => {
		expect(readProject(await unsealFile(sealed, passphrase))).toStrictEqual(aProject());
		expect(readProject(await unsealFile(sealed, passphrase.normalize('NFD')))).toStrictEqual(aProject());
	});

	it('shows nothing of itself but how it is locked', () => {
		const files = unzipSync(sealed);
		expect(Object.keys(files)).toEqual(['manifest.json', 'sealed.bin']);
		const text = new TextDecoder().decode(files['manifest.json']);
		expect(JSON.parse(text)).toMatchObject({ format: 'likely-project', version: 2, sealed: { cipher: 'AES-256-GCM', rounds: passphraseRounds } });
		expect(new TextDecoder('latin1').decode(sealed)).not.toMatch(/Corner shop|customers|book/);
	});

	it('says what is missing or wrong', async () => {
		expect(await codeOf(sealed, 'correct horse batterY')).toBe('lock.wrong_passphrase');
		await expect(unsealFile(sealed)).rejects.toMatchObject({ code: 'project.sealed' });
		expect(() => readProject(sealed)).toThrow(expect.objectContaining({ code: 'project.sealed' }));
		await expect(sealFile(plain, 'short')).rejects.toMatchObject({ code: 'lock.too_short' });
		expect(await codeOf(withManifest((manifest) => (manifest.version = 3)))).toBe('project.newer_version');
	});

	it('is another file each time, for the same project and passphrase', async () => {
		expect(await sealFile(plain, passphrase)).not.toEqual(sealed);
	});

	it('leaves a file without a passphrase as it is', async () => {
		expect(await unsealFile(plain)).toBe(plain);
		expect(await unsealFile(new TextEncoder().encode('a,b\n1,2\n'), passphrase)).toHaveLength(8);
	});

	it.each([
		['rounds for a day', { rounds: 1e15 }],
		['no rounds', { rounds: 0 }],
		['another cipher', { cipher: 'ROT13' }],
		['a salt that is none', { salt: 'xyz' }],
		['a short iv', { iv: '00' }],
		['a prototype', { salt: { __proto__: 'x' } }]
	])('refuses %s at once', async (_, change) => {
		const started = performance.now();
		expect(await codeOf(withManifest((manifest) => Object.assign(manifest.sealed, change)))).toBe('project.damaged');
		expect(performance.now() - started).toBeLessThan(2000);
	});

	it('opens to nothing else than it was, whatever is changed in it', async () => {
		const random = new Random('sealed');
		const quick = withManifest((manifest) => (manifest.sealed.rounds = 1));
		expect(await codeOf(quick)).toBe('lock.wrong_passphrase');
		for (let i = 0; i < 300; i++) {
			const file = quick.slice(0, random.next() < 0.2 ? random.integer(quick.length) : quick.length);
			for (let n = random.integer(4); n >= 0 && file.length; n--) file[random.integer(file.length)] = random.integer(256);
			const code = await unsealFile(file, passphrase).then(
				(opened) => (opened === file ? 'not sealed' : 'opened'),
				(error: unknown) => (error instanceof LikelyError ? error.code : String(error))
			);
			expect(['not sealed', 'lock.wrong_passphrase', 'project.damaged', 'project.not_a_project', 'project.newer_version']).toContain(code);
		}
	});
});
