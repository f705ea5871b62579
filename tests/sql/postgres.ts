import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A running server. */
export interface Server {
	run(sql: string): Promise<void>;
	query(sql: string): Promise<unknown[][]>;
}

/** The folder with initdb and pg_ctl, of the newest version that is installed; undefined where there is none. */
export function postgresFolder(): string | undefined {
	const base = '/usr/lib/postgresql';
	const versions = existsSync(base) ? readdirSync(base).sort((a, b) => Number(b) - Number(a)) : [];
	const folders = [...versions.map((version) => join(base, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
	return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'psql')));
}

/** A cluster of its own, reached by a socket only, for as long as `use` takes. PostgreSQL refuses root, so root becomes `postgres`. */
export async function inPostgres(use: (server: Server) => Promise<void>): Promise<void> {
	const bin = postgresFolder() ?? '';
	const folder = mkdtempSync(join(tmpdir(), 'likely-postgres-'));
	const isRoot = process.getuid?.() === 0;
	if (isRoot) execFileSync('chown', ['postgres', folder]);
	chmodSync(folder, 0o755);
	const call = (tool: string, args: readonly string[]) => {
		const [file, ...rest] = [...(isRoot ? ['runuser', '-u', 'postgres', '--'] : []), join(bin, tool), ...args];
		return execFileSync(file, rest, { encoding: 'utf8', maxBuffer: 2 ** 30, stdio: ['ignore', 'pipe', 'pipe'], cwd: folder });
	};
	const data = join(folder, 'data');
	const psql = (args: readonly string[]) => call('psql', ['-X', '-q', '-h', folder, '-d', 'postgres', '-v', 'ON_ERROR_STOP=1', ...args]);
	const script = join(folder, 'script.sql');
	try {
		call('initdb', ['-D', data, '-A', 'trust', '-E', 'UTF8', '--locale=C']);
		call('pg_ctl', ['-D', data, '-o', `-c listen_addresses= -k ${folder} -c fsync=off`, '-l', join(folder, 'log'), '-w', 'start']);
		const read = (sql: string) => {
			writeFileSync(script, sql);
			chmodSync(script, 0o644);
			return psql(['-A', '-t', '-f', script]);
		};
		await use({
			run: async (sql) => void read(`SET client_min_messages = warning;\n${sql}`),
			query: async (sql) =>
				read(`SELECT TO_JSON(q) FROM (${sql}) q;`)
					.split('\n')
					.filter((line) => line !== '')
					.map((line) => Object.values(JSON.parse(line) as Record<string, unknown>))
		});
	} finally {
		if (existsSync(join(data, 'postmaster.pid'))) call('pg_ctl', ['-D', data, '-m', 'immediate', '-w', 'stop']);
		rmSync(folder, { recursive: true, force: true });
	}
}

/** A table `shop_orders` of texts from a CSV file, its lines numbered. */
export async function loadPostgres({ run }: Server, csv: string): Promise<void> {
	const content = readFileSync(csv, 'utf8');
	const names = content.slice(0, content.indexOf('\n')).trim().replaceAll('"', '').split(',').map((name) => `"${name}"`);
	const columns = names.map((name) => `${name} TEXT`).join(', ');
	const table = `CREATE TABLE shop_orders (line_no BIGINT GENERATED ALWAYS AS IDENTITY, ${columns});`;
	await run(`${table}\nCOPY shop_orders (${names.join(', ')}) FROM STDIN WITH (FORMAT csv, HEADER);\n${content.trimEnd()}\n\\.\n`);
}
