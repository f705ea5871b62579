// Everything that has to hold, in the order in which a failure is cheapest to find. Ends with `N passed, N failed`.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { chromiumPath } from './chromium.js';

const root = resolve(import.meta.dirname, '..');
const results = join(root, 'node_modules/.cache/likely/tests');
let passed = 0;
let failed = 0;
/** @type {string[]} */
const failures = [];

/**
 * Runs one of the project's own tools, its output on the terminal.
 * @param {string} tool
 * @param {string[]} args
 */
function run(tool, ...args) {
	const local = join(root, 'node_modules/.bin', tool);
	const windows = process.platform === 'win32';
	return spawnSync(existsSync(local) ? local : tool, args, { cwd: root, stdio: 'inherit', shell: windows }).status === 0;
}

/**
 * Runs one of the project's own tools beside others, its output kept together until it ends.
 * @param {string} tool
 * @param {string[]} args
 * @returns {Promise<{ ok: boolean, output: string }>}
 */
function runAside(tool, ...args) {
	const [command, shell] = tool === process.execPath ? [tool, false] : [join(root, 'node_modules/.bin', tool), process.platform === 'win32'];
	const child = spawn(command, args, { cwd: root, shell });
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
	return new Promise((done) => {
		child.on('error', (error) => done({ ok: false, output: `${output}${error}\n` }));
		child.on('close', (code) => done({ ok: code === 0, output }));
	});
}

/**
 * Counts a check, and says how it went.
 * @param {string} title
 * @param {boolean} ok
 * @param {number} start
 */
function count(title, ok, start) {
	if (ok) passed++;
	else {
		failed++;
		failures.push(title);
	}
	console.log(`--- ${title}: ${ok ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
	return ok;
}

/**
 * One check that counts as one.
 * @param {string} title
 * @param {() => boolean} work
 */
function check(title, work) {
	console.log(`\n=== ${title}`);
	const start = performance.now();
	return count(title, work(), start);
}

/**
 * Checks that use one core each, one after another, beside what else is awaited. Tells whether all passed.
 * @param {[title: string, tool: string, ...args: string[]][]} checks
 */
async function checkInTurn(checks) {
	let good = true;
	for (const [title, tool, ...args] of checks) {
		const start = performance.now();
		const { ok, output } = await runAside(tool, ...args);
		console.log(`\n=== ${title}\n${output.trimEnd()}`);
		good = count(title, ok, start) && good;
	}
	return good;
}

/**
 * A vitest project; every test in it counts, and so does a file that could not even be loaded.
 * @param {string} title
 * @param {string} project
 * @param {string[]} options
 */
function tests(title, project, ...options) {
	console.log(`\n=== ${title}`);
	const file = join(results, `${project}.json`);
	const start = performance.now();
	const ok = run('vitest', 'run', '--project', project, ...options, '--reporter=dot', '--reporter=json', `--outputFile.json=${file}`);
	/** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
	const report = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { testResults: [] };
	let good = 0;
	/** @type {string[]} */
	const bad = [];
	for (const { name, status, assertionResults } of report.testResults) {
		good += assertionResults.filter((result) => result.status === 'passed').length;
		const broken = assertionResults.filter((result) => result.status === 'failed');
		bad.push(...broken.map((result) => `${name}: ${result.fullName}`));
		if (status === 'failed' && broken.length === 0) bad.push(name);
	}
	if (!ok && bad.length === 0) bad.push(title);
	passed += good;
	failed += bad.length;
	failures.push(...bad);
	console.log(`--- ${title}: ${good} passed, ${bad.length} failed in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

/** A Chrome or Chromium for the tests: what is there, else Debian's package, else Playwright's build. */
function ensureChromium() {
	if (chromiumPath()) return true;
	const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
	if (/^ID=debian$/m.test(release)) {
		console.log('No Chrome or Chromium found: installing the Debian package chromium.');
		const root = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
		const apt = (/** @type {string[]} */ ...args) => {
			const [tool, ...rest] = [...root, 'apt-get', ...args];
			return run(tool, ...rest);
		};
		apt('update');
		apt('install', '-y', '--no-install-recommends', 'chromium');
		if (chromiumPath()) return true;
	}
	console.log("No Chrome or Chromium found: installing Playwright's Chromium.");
	const args = ['install', ...(process.platform === 'linux' && process.getuid?.() === 0 ? ['--with-deps'] : []), 'chromium'];
	return run('playwright-core', ...args) && usePlaywrights();
}

function usePlaywrights() {
	const script = "import('playwright-core').then(({ chromium }) => process.stdout.write(chromium.executablePath()))";
	const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' });
	if (!existsSync(stdout)) return false;
	process.env.CHROME_PATH = stdout;
	return true;
}

const start = performance.now();
rmSync(results, { recursive: true, force: true });
mkdirSync(results, { recursive: true });
if (!chromiumPath()) check('a browser to test in', ensureChromium);
check('types that the pages bring', () => run('svelte-kit', 'sync'));
const [built] = await Promise.all([
	checkInTurn([
		['demo data', process.execPath, 'src/cli/likely.mjs', 'demo', '--out', 'static/demo'],
		['build of the site', 'vite', 'build', '--logLevel', 'warn']
	]),
	checkInTurn([
		['types of the core, without DOM and Node', 'tsc', '-p', 'src/lib/core'],
		['types of everything', 'svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'],
		['types of the service worker', 'tsc', '-p', 'src/lib/browser/offline'],
		['lint and the import table', 'eslint', '--max-warnings', '0', '.']
	])
]);
// Left to itself, vitest would keep one core free.
tests('unit and property tests', 'unit', '--maxWorkers=100%');
tests('tests in Chromium', 'browser');
if (built) tests('the built site, end to end', 'e2e');

const minutes = (performance.now() - start) / 60_000;
console.log(`\nIn ${minutes.toFixed(1)} minutes.`);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
