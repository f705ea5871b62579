import { readFileSync } from 'node:fs';
import { readProject } from '../lib/core/project/file.js';
import { unsealFile } from '../lib/core/project/sealed-file.js';
import type { Project } from '../lib/core/project/types.js';
import type { Arguments } from './arguments.js';
import { unreadable } from './source.js';

/**
 * The project file that the first argument names, opened with the passphrase where one was given.
 * @throws LikelyError `file.not_found`, and what `unsealFile` and `readProject` throw
 */
export async function openProject(args: Arguments): Promise<Project> {
	return readProject(await unsealFile(bytesAt(args.positionals[0]), passphraseOf(args)));
}

/** The first line of the file that `--passphrase-file` names; undefined where it was not given. @throws LikelyError `file.not_found` */
export function passphraseOf(args: Arguments): string | undefined {
	const path = args.text('passphrase-file');
	return path === undefined ? undefined : new TextDecoder().decode(bytesAt(path)).split(/\r?\n/, 1)[0];
}

function bytesAt(path: string): Uint8Array<ArrayBuffer> {
	try {
		return new Uint8Array(readFileSync(path));
	} catch (error) {
		throw unreadable(path, error);
	}
}
