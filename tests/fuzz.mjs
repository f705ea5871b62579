// Damaged files without end: every one either comes through or is refused with a reason, soon.
// usage: node tests/fuzz.mjs [--minutes 30] [--from SEED]     A failure names its seed: --from SEED --minutes 0 shows it again.
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
	options: { minutes: { type: 'string', default: '30' }, from: { type: 'string', default: String(Math.floor(Date.now() / 1000)) } }
});
const fuzzers = ['tests/core/data/fuzz.test.ts', 'tests/core/data/formats/fuzz.test.ts'];
const root = resolve(import.meta.dirname, '..');
console.log(`For ${values.minutes} minutes in all, shared by three kinds of damage one after the other, from seed ${values.from}.`);
const start = performance.now();
const { status } = spawnSync(
	process.execPath,
	[join(root, 'node_modules/vitest/vitest.mjs'), 'run', ...fuzzers, '--project', 'unit', '--no-file-parallelism', '--disable-console-intercept'],
	{
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, LIKELY_FUZZ_SECONDS: String(60 * Number(values.minutes)), LIKELY_FUZZ_FROM: values.from, LIKELY_FUZZ_WATCHED: '1' }
	}
);
const minutes = ((performance.now() - start) / 60_000).toFixed(1);
console.log(status === 0 ? `No file got through its boundary, within ${minutes} minutes.` : `A file failed, after ${minutes} minutes: its seed is named above.`);
process.exit(status ?? 1);
