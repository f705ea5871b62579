import assert from 'node:assert/strict';

/**
 * What the job needs of a browser. `evaluate` runs an expression in the page and gives its value, as JSON has it.
 * @typedef {object} Driver
 * @property {(url: string) => Promise<unknown>} goto
 * @property {(expression: string) => Promise<any>} evaluate
 * @property {(selector: string, files: string[]) => Promise<unknown>} choose
 * @property {() => Promise<void>} close
 */

const capabilities = `({
	isolated: crossOriginIsolated,
	sharedMemory: typeof SharedArrayBuffer !== 'undefined',
	offscreenCanvas: typeof OffscreenCanvas !== 'undefined',
	fileSystemAccess: 'showSaveFilePicker' in window,
	persistentStorage: Boolean(navigator.storage?.persist),
	trustedTypes: 'trustedTypes' in window,
	webGpu: 'gpu' in navigator
})`;

/**
 * The main job: an own file, its columns, a model, an answer, the API, and all of it again after a reload.
 * @param {Driver} browser
 * @param {string} site
 * @param {string} file orders as CSV, of Superstore
 * @param {(step: string) => void} tell
 */
export async function mainJob(browser, site, file, tell) {
	const page = new Page(browser);
	await browser.goto(site);
	await page.text(/AA-10480 will most likely buy next/);
	tell(`the start page has its answer; ${JSON.stringify(await browser.evaluate(capabilities))}`);

	await page.until('the service worker is in charge', `Boolean(navigator.serviceWorker?.controller)`);
	await browser.goto(`${site}data/`);
	await page.until('the page is awake', `Boolean(document.querySelector('input[type=file]'))`);
	await browser.choose('input[type=file]', [file]);
	await page.text(/Does this look right/);
	await page.click('button', 'Use this data');
	await page.until('the data is stored', `location.pathname.endsWith('/model/')`);
	tell('an own file is understood and stored');

	await page.click('button', 'Train', true);
	await page.text(/Is it better than a best-seller list/, 240_000);
	tell('a model is trained and tested');

	await browser.goto(`${site}customer/?id=AA-10480`);
	await page.text(/Binders/);
	const onPage = await browser.evaluate(`document.querySelector('main').innerText`);
	assert.match(onPage, /\d+(\.\d+)?\s*%/);
	const answer = await browser.evaluate(`fetch('${site}predict?customer_id=AA-10480').then(async (r) => ({ status: r.status, body: await r.json() }))`);
	assert.equal(answer.status, 200);
	assert.equal(answer.body.customer_id, 'AA-10480');
	assert.ok(answer.body.products.length > 2);
	const shown = (100 * answer.body.products[0].probability).toFixed(1);
	assert.ok(onPage.includes(shown), `the page shows ${shown}, as /predict says`);
	tell(`the page and /predict give the same: ${answer.body.products[0].product} ${shown} %`);

	await browser.goto(`${site}privacy/`);
	await page.until('the page counts requests', `document.querySelectorAll('tbody tr').length > 3`);
	await page.click('button', 'Try to send');
	await page.text(/ways are shut/, 60_000);
	const open = await browser.evaluate(`[...document.querySelectorAll('li .badge')].filter((badge) => badge.textContent === 'Not stopped').map((badge) => badge.closest('li').innerText)`);
	assert.deepEqual(open, []);
	tell('nothing can be sent');
}

/** Waiting and clicking, by what a person sees. */
class Page {
	/** @param {Driver} browser */
	constructor(browser) {
		this.browser = browser;
	}

	/** @param {string} what @param {string} expression @param {number} [patience] */
	async until(what, expression, patience = 60_000) {
		const end = performance.now() + patience;
		for (;;) {
			try {
				if (await this.browser.evaluate(expression)) return;
			} catch (error) {
				// The page may be on its way to the next one.
				if (performance.now() > end) throw error;
			}
			if (performance.now() > end) {
				const alerts = `[...document.querySelectorAll('[role=alert]')].map((alert) => alert.innerText).join(' | ')`;
				const seen = await this.browser.evaluate(`location.href + ' ALERTS: ' + ${alerts} + ' TEXT: ' + document.body.innerText.slice(-2500)`);
				throw new Error(`${what}: not within ${patience / 1000} s. The page says: ${seen}`);
			}
			await new Promise((done) => setTimeout(done, 250));
		}
	}

	/** @param {RegExp} pattern @param {number} [patience] */
	text(pattern, patience) {
		return this.until(String(pattern), `${pattern}.test(document.body.innerText)`, patience);
	}

	/** @param {string} selector @param {string} name @param {boolean} [start] whether the name only begins so */
	async click(selector, name, start = false) {
		const find = `[...document.querySelectorAll(${JSON.stringify(selector)})].find((e) => !e.disabled && (${start} ? e.textContent.trim().startsWith(${JSON.stringify(name)}) : e.textContent.trim() === ${JSON.stringify(name)}))`;
		await this.until(`${selector} “${name}”`, `Boolean(${find})`);
		await this.browser.evaluate(`${find}.click()`);
	}
}
