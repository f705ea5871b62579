import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';

const launcher = resolve(import.meta.dirname, '../../src/cli/likely.mjs');

export interface Ran {
	readonly status: number;
	readonly stdout: string;
	readonly stderr: string;
}

/** Runs the command line as a user would, from another folder. */
export async function likely(folder: string, ...args: string[]): Promise<Ran> {
	const child = start(folder, ...args);
	const [stdout, stderr] = ['', ''].map((text) => ({ text }));
	child.stdout?.on('data', (chunk) => (stdout.text += chunk));
	child.stderr?.on('data', (chunk) => (stderr.text += chunk));
	const status = await new Promise<number>((done) => child.on('close', (code) => done(code ?? -1)));
	return { status, stdout: stdout.text, stderr: stderr.text };
}

export function start(folder: string, ...args: string[]): ChildProcess {
	return spawn(process.execPath, [launcher, ...args], { cwd: join(folder), stdio: ['ignore', 'pipe', 'pipe'] });
}
