// Everything that has to hold, in the order in which a failure is cheapest to find. Ends with `N passed, N failed`.
import { spawnSync } from 'node:child_process';
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
 * One check that counts as one.
 * @param {string} title
 * @param {() => boolean} work
 */
function check(title, work) {
	console.log(`\n=== ${title}`);
	const start = performance.now();
	const ok = work();
	if (ok) passed++;
	else {
		failed++;
		failures.push(title);
	}
	console.log(`--- ${title}: ${ok ? 'passed' : 'FAILED'} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
	return ok;
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
check('what is generated: types, demo data', () => run('svelte-kit', 'sync') && run('npm', 'run', '--silent', 'demo'));
check('types of the core, without DOM and Node', () => run('tsc', '-p', 'src/lib/core'));
check('types of everything', () => run('svelte-check', '--tsconfig', './tsconfig.json', '--output', 'human', '--fail-on-warnings'));
check('types of the service worker', () => run('tsc', '-p', 'src/lib/browser/offline'));
check('lint and the import table', () => run('eslint', '--max-warnings', '0', '.'));
// Left to itself, vitest would keep one core free.
tests('unit and property tests', 'unit', '--maxWorkers=100%');
tests('tests in Chromium', 'browser');
if (check('build of the site', () => run('vite', 'build', '--logLevel', 'warn'))) tests('the built site, end to end', 'e2e');

const minutes = (performance.now() - start) / 60_000;
console.log(`\nIn ${minutes.toFixed(1)} minutes.`);
for (const failure of failures) console.log(`failed: ${failure}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
