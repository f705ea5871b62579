/** @typedef {{ page: import('playwright-core').Page, round: number, csv: string, passphrase: string }} Scene */

/**
 * What a visitor does when the browser is killed. Each resolves once the page has said that it is done; from then on
 * it has to be there. `milliseconds`: about how long it takes. `mayEndOtherwise`: there may be nothing to do it with.
 * @type {Record<string, { milliseconds: number, mayEndOtherwise?: true, run: (scene: Scene) => Promise<void> }>}
 */
export const actions = {
	import: {
		milliseconds: 2500,
		async run({ page, round, csv }) {
			const file = { name: 'orders.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) };
			await page.locator('input[type=file]').first().setInputFiles(file);
			await page.getByLabel('Name of this data').fill(`Shop ${round}`);
			await page.getByRole('button', { name: 'Use this data' }).click();
			await page.waitForURL(/model/);
		}
	},
	train: {
		milliseconds: 6000,
		async run({ page, round }) {
			await follow(page, 'model/');
			const family = [/Random forest/, /Gradient|Boosted/i, /Neural network/][round % 3];
			await page.getByRole('radio', { name: family }).check();
			await page.getByRole('button', { name: /^Train/ }).click();
			await page.getByText(/^Trained\. The report is below/).waitFor();
		}
	},
	rename: {
		milliseconds: 1500,
		async run({ page, round }) {
			await page.getByRole('button', { name: /^Rename / }).first().click();
			await page.getByLabel('New name').fill(`Renamed ${round}`);
			await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click();
			await page.getByText(`Renamed ${round}`).first().waitFor();
		}
	},
	orders: {
		milliseconds: 2000,
		async run({ page, round }) {
			await page.evaluate(async (from) => {
				await navigator.serviceWorker.ready;
				for (let i = 0; i < 40; i++) {
					const orders = Array.from({ length: 50 }, (_, k) => ({ customer: `C${k}`, order: `R${from}-${i}-${k}`, date: '2013-12-30', lines: [{ product: 'P1', amount: 5 }] }));
					await fetch('/orders', { method: 'POST', body: JSON.stringify({ orders }) });
				}
			}, round);
		}
	},
	absorb: {
		milliseconds: 2500,
		mayEndOtherwise: true,
		async run({ page }) {
			await follow(page, 'live/');
			await page.getByRole('button', { name: 'Listen' }).click({ timeout: 15_000 });
			await page.getByRole('button', { name: /^Add .* to the data and train$/ }).click({ timeout: 15_000 });
			await page.waitForURL(/model/);
		}
	},
	remove: {
		milliseconds: 1500,
		async run({ page }) {
			await page.getByRole('button', { name: /^Remove / }).last().click();
			// Whoever leaves can no longer undo it.
			await page.reload();
		}
	},
	passphrase: {
		milliseconds: 4000,
		async run({ page, passphrase }) {
			await follow(page, 'privacy/');
			const change = page.getByLabel('Passphrase now');
			await page.getByLabel('Once more').waitFor();
			if (await change.count()) {
				await change.fill(passphrase);
				await page.getByRole('button', { name: 'Remove it' }).click();
				await page.getByText('The passphrase was removed').waitFor();
			} else {
				await page.locator('input[type=password]').first().fill(passphrase);
				await page.getByLabel('Once more').fill(passphrase);
				await page.getByRole('button', { name: 'Encrypt what is stored' }).click();
				await page.getByText('Everything that is stored is encrypted now.').waitFor();
			}
		}
	}
};

/**
 * Goes to another page by a link, as visitors do: to load it anew would lock what is encrypted.
 * @param {import('playwright-core').Page} page
 * @param {string} path
 */
export async function follow(page, path) {
	await page.evaluate((end) => document.querySelector(`a[href$="${end}"]`)?.dispatchEvent(new MouseEvent('click', { bubbles: true, cancelable: true })), path);
	await page.waitForURL((url) => url.pathname.endsWith(path));
}
